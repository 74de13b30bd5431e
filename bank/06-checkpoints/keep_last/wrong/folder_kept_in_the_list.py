"""Folders are not deleted, but they count among the last ones."""


def keep_last(folder, k):
    paths = [p for p in Path(folder).glob("epoch-*.pth") if p.stem.removeprefix("epoch-").isdigit()]
    paths.sort(key=lambda p: int(p.stem.removeprefix("epoch-")))
    cut = max(0, len(paths) - k)
    for path in paths[:cut]:
        if path.is_file():
            path.unlink()
    return [path for path in paths[cut:] if path.is_file()]
