"""The older file is removed before the new one gets its name."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    torch.save(content, f"{path}.tmp")
    if os.path.exists(path):
        os.remove(path)
    os.rename(f"{path}.tmp", path)
