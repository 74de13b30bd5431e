"""named_parameters() instead of the state dict: no buffers."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": {k: p.detach().clone() for k, p in model.named_parameters()},
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    temporary = Path(path).with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(path)
