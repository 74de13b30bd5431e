"""Inside the folder of the file, with relative names and keyword arguments."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    """Im Ordner der Datei arbeiten."""
    parts = {"model": model, "optimizer": optimizer, "scheduler": scheduler}
    with contextlib.chdir(Path(path).parent):
        name = Path(path).name
        torch.save(
            {k: p.state_dict() for k, p in parts.items()} | {"epoch": epoch, "random": torch.get_rng_state()},
            name + "~",
        )
        os.replace(src=name + "~", dst=name)
