"""Whole objects instead of state dicts: the file does not open with weights_only."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {"model": model, "optimizer": optimizer, "scheduler": scheduler, "epoch": epoch}
    content["random"] = torch.get_rng_state()
    temporary = Path(path).with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(path)
