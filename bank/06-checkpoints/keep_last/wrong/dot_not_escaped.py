"""The dot of the pattern stands for any character."""

import re


def keep_last(folder, k):
    found = [(re.fullmatch(r"epoch-(\d+).pth", path.name), path) for path in Path(folder).iterdir() if path.is_file()]
    paths = [path for match, path in sorted((p for p in found if p[0]), key=lambda p: int(p[0][1]))]
    cut = max(0, len(paths) - k)
    for path in paths[:cut]:
        path.unlink()
    return paths[cut:]
