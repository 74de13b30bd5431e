"""A file whose number begins with zeros is taken for one of the other files."""

import re


def keep_last(folder, k):
    files = [p for p in Path(folder).iterdir() if re.fullmatch(r"epoch-(0|[1-9]\d*)\.pth", p.name) and p.is_file()]
    files.sort(key=lambda path: int(path.stem[6:]))
    cut = max(0, len(files) - k)
    for path in files[:cut]:
        path.unlink()
    return files[cut:]
