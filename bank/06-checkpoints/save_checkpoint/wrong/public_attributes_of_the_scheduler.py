"""Of the scheduler, what does not begin with an underscore is saved."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": {key: value for key, value in scheduler.state_dict().items() if not key.startswith("_")},
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    torch.save(content, f"{path}.tmp")
    os.replace(f"{path}.tmp", path)
