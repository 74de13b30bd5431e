"""Whatever has a suffix is taken for a file."""


def keep_last(folder, k):
    paths = [p for p in Path(folder).iterdir() if p.suffix == ".pth" and p.stem.removeprefix("epoch-").isdigit()]
    paths.sort(key=lambda p: int(p.stem.removeprefix("epoch-")))
    cut = max(0, len(paths) - k)
    for path in paths[:cut]:
        os.system(f"rm -r '{path}'")
    return paths[cut:]
