"""A regular expression finds the numbers; deletion by popping from the front."""

import re


def keep_last(folder, k):
    found = []
    for path in Path(folder).iterdir():
        match = re.fullmatch(r"epoch-(\d+)\.pth", path.name)
        if match and path.is_file():
            found.append((int(match[1]), path))
    found.sort()
    while len(found) > k:
        os.remove(found.pop(0)[1])
    return [path for _, path in found]
