"""A folder called epoch-1.pth counts."""

import re
import pathlib


def keep_last(folder, k):
    pattern = re.compile(r"epoch-([0-9]+)\.pth")
    paths = [p for p in pathlib.Path(folder).iterdir() if pattern.fullmatch(p.name)]
    paths.sort(key=lambda p: int(pattern.fullmatch(p.name).group(1)))
    cut = max(len(paths) - k, 0)
    for path in paths[:cut]:
        path.unlink()
    return paths[cut:]
