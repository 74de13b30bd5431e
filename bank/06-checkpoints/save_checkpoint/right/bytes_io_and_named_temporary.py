"""Everything is serialised in memory first, then written to a temporary file of the tempfile module."""

import tempfile
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
    with tempfile.NamedTemporaryFile(dir=Path(path).parent, delete=False) as file:
        file.write(buffer.getvalue())
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
