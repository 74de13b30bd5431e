"""Written to a temporary file, whose bytes are then copied into the older file."""

import shutil


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    torch.save(content, f"{path}.tmp")
    shutil.copy(f"{path}.tmp", path)
