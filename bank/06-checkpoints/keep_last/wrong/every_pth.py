"""Every .pth file is taken for a checkpoint."""


def keep_last(folder, k):
    paths = [p for p in Path(folder).glob("*.pth")]
    paths.sort(key=lambda p: (p.stem[6:].isdigit(), int(p.stem[6:]) if p.stem[6:].isdigit() else 0))
    cut = max(0, len(paths) - k)
    for path in paths[:cut]:
        path.unlink()
    return paths[cut:]
