"""The model is put into evaluation mode for saving."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.eval().state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    torch.save(content, f"{path}.tmp")
    os.replace(f"{path}.tmp", path)
