"""The first number in a name that begins and ends rightly is taken."""

import re


def keep_last(folder, k):
    paths = [p for p in Path(folder).glob("epoch-*.pth") if p.is_file() and re.search(r"\d+", p.stem)]
    paths.sort(key=lambda p: int(re.search(r"\d+", p.stem)[0]))
    cut = max(0, len(paths) - k)
    for path in paths[:cut]:
        path.unlink()
    return paths[cut:]
