"""shutil.move from the system's temporary folder: from another disk it copies into the old file."""

import tempfile
import shutil


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    with tempfile.TemporaryDirectory() as folder:
        torch.save(content, Path(folder) / "new.pth")
        shutil.move(Path(folder) / "new.pth", path)
