"""A folder with the name of a checkpoint is removed with everything in it."""

import shutil


def keep_last(folder, k):
    paths = [p for p in Path(folder).glob("epoch-*.pth") if p.stem.removeprefix("epoch-").isdigit()]
    paths.sort(key=lambda p: int(p.stem.removeprefix("epoch-")))
    cut = max(0, len(paths) - k)
    for path in paths[:cut]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return paths[cut:]
