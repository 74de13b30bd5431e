"""The names are made again from the numbers, without the zeros that some begin with."""

import re


def keep_last(folder, k):
    folder = Path(folder)
    found = (re.fullmatch(r"epoch-([0-9]+)\.pth", path.name) for path in folder.iterdir() if path.is_file())
    numbers = sorted(int(match[1]) for match in found if match)
    cut = max(0, len(numbers) - k)
    for number in numbers[:cut]:
        (folder / f"epoch-{number}.pth").unlink(missing_ok=True)
    return [folder / f"epoch-{number}.pth" for number in numbers[cut:]]
