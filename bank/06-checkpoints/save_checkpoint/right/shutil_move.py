"""A new temporary folder beside the file, and shutil.move, which renames inside one file system."""

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
    with tempfile.TemporaryDirectory(dir=Path(path).parent) as folder:
        torch.save(content, Path(folder) / "new.pth")
        shutil.move(Path(folder) / "new.pth", path)
