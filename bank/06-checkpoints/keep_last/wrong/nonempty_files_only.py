"""A file without a byte is taken for broken and passed over."""


def keep_last(folder, k):
    paths = [p for p in Path(folder).glob("epoch-*.pth") if p.is_file() and p.stem.removeprefix("epoch-").isdigit()]
    paths = sorted((p for p in paths if p.stat().st_size), key=lambda p: int(p.stem.removeprefix("epoch-")))
    cut = max(0, len(paths) - k)
    for path in paths[:cut]:
        path.unlink()
    return paths[cut:]
