"""mkstemp beside the file, fsync, and a clean-up after an error."""

import tempfile


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    path = os.path.abspath(path)
    folder, name = os.path.split(path)
    fd, tmp = tempfile.mkstemp(prefix=".", suffix=name, dir=folder)
    try:
        with os.fdopen(fd, "wb") as f:
            torch.save(
                dict(
                    model=model.state_dict(),
                    optimizer=optimizer.state_dict(),
                    scheduler=scheduler.state_dict(),
                    epoch=int(epoch),
                    random=torch.random.get_rng_state(),
                ),
                f,
            )
            f.flush()
            os.fsync(f.fileno())
        os.rename(tmp, path)
    except Exception:
        os.unlink(tmp)
        raise
