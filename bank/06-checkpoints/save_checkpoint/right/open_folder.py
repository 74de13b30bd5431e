"""The rename starts from an open folder: src_dir_fd and dst_dir_fd. Helpers called check and copy."""


def check(path):
    return os.open(Path(path).parent, os.O_RDONLY)


def copy(*parts):
    return [part.state_dict() for part in parts]


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    path = Path(path)
    states = dict(zip(("model", "optimizer", "scheduler"), copy(model, optimizer, scheduler)))
    part = path.with_name(f"part of {path.name}")
    torch.save({**states, "epoch": epoch, "random": torch.get_rng_state()}, part)
    folder = check(path)
    try:
        os.rename(part.name, path.name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        os.close(folder)
