"""Written in the system's temporary folder and renamed from there, which fails when that is another disk."""

import tempfile


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
        os.replace(Path(folder) / "new.pth", path)
