"""Never a number: the zeros in front are cut off, then the length and the digits decide."""

from pathlib import PosixPath


def keep_last(folder, k):
    def digits(entry):
        text = entry.name.removeprefix("epoch-").removesuffix(".pth").lstrip("0")
        return len(text), text

    with os.scandir(Path(folder).resolve()) as entries:
        found = [e for e in entries if e.is_file() and e.name[:6] == "epoch-" and e.name[-4:] == ".pth"]
        found = sorted((e for e in found if e.name[6:-4].isdecimal()), key=digits)
    for entry in found[: max(len(found) - k, 0)]:
        os.remove(entry)
    return [PosixPath(entry) for entry in found if os.path.exists(entry)]
