"""The older file becomes a backup before the new one is written."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    if Path(path).exists():
        Path(path).rename(f"{path}.bak")
    torch.save(content, path)
