"""A seed is set before the state is read, to make it reproducible."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    torch.manual_seed(epoch)
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    temporary = Path(path).with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(path)
