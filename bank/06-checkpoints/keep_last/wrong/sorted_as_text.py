"""Sorted as text: 10 comes before 9."""


def keep_last(folder, k):
    paths = [p for p in Path(folder).glob("epoch-*.pth") if p.stem[6:].isdigit()]
    paths.sort()
    cut = max(0, len(paths) - k)
    for path in paths[:cut]:
        path.unlink()
    return paths[cut:]
