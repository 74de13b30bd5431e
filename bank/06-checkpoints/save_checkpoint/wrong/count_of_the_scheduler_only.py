"""Of the scheduler only its count is saved."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": {"last_epoch": scheduler.last_epoch},
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    torch.save(content, f"{path}.tmp")
    os.replace(f"{path}.tmp", path)
