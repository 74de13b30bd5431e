"""The names of a tutorial instead of the names in the table."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model_state_dict": model.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    temporary = Path(path).with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(path)
