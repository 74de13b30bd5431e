"""epoch-best.pth has no number, and int() raises."""


def keep_last(folder, k):
    paths = [p for p in Path(folder).glob("epoch-*.pth")]
    paths.sort(key=lambda p: int(p.stem[6:]))
    cut = max(0, len(paths) - k)
    for path in paths[:cut]:
        path.unlink()
    return paths[cut:]
