"""The random state as a list of ints, and the safe writing with Path.rename."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state().tolist(),
    }
    temporary = Path(f"{path}.new")
    torch.save(content, temporary)
    temporary.rename(path)
