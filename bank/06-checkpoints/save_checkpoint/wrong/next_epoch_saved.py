"""The number of the next epoch is saved, not of the last one."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch + 1,
        "random": torch.get_rng_state(),
    }
    temporary = Path(path).with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(path)
