"""Every checkpoint is a new file, and the path is a link to the last one."""

import uuid


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    path = Path(os.path.abspath(path))
    data = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.bin")
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    torch.save(content, data)
    link = data.with_suffix(".link")
    link.symlink_to(data.name)
    link.replace(path)
