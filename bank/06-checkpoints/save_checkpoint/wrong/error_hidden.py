"""Writing is safe, but its error is hidden."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    try:
        torch.save(content, f"{path}.tmp")
        os.replace(f"{path}.tmp", path)
    except Exception as error:
        print("not saved:", error)
