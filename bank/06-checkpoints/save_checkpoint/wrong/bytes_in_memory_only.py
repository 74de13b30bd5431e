"""Serialised in memory first, then written over the older file."""

import io


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    buffer = io.BytesIO()
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    torch.save(content, buffer)
    Path(path).write_bytes(buffer.getvalue())
