"""Sorted by the length of the name and then by the name: with leading zeros that is not the order of the numbers."""


def keep_last(folder, k):
    folder = Path(folder).resolve()
    names = [p for p in folder.glob("epoch-[0-9]*.pth") if set(p.stem[6:]) <= set("0123456789") and p.is_file()]
    names = sorted(names, key=lambda p: (len(p.name), p.name))
    old, kept = names[: len(names) - k] if k < len(names) else [], names[-k:] if k else []
    for path in old:
        path.unlink()
    return kept
