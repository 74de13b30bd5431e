"""Sorted with the newest first, sliced, then turned around."""


def keep_last(folder, k):
    def number(path):
        try:
            return int(path.name[len("epoch-") : -len(".pth")])
        except ValueError:
            return None

    paths = [path for path in Path(folder).glob("epoch-*.pth") if number(path) is not None and path.is_file()]
    paths.sort(key=number, reverse=True)
    for path in paths[k:]:
        path.unlink()
    return paths[:k][::-1]
