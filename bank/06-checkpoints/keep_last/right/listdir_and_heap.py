"""os.listdir and heapq.nlargest."""

import heapq


def keep_last(folder, k):
    numbers = []
    for name in filter(lambda name: os.path.isfile(os.path.join(folder, name)), os.listdir(folder)):
        begin, _, rest = name.partition("-")
        digits, dot, end = rest.partition(".")
        if (begin, dot, end) == ("epoch", ".", "pth") and digits.isdecimal():
            numbers.append((int(digits), name))
    stay = heapq.nlargest(k, numbers)
    for _, name in set(numbers) - set(stay):
        os.unlink(os.path.join(folder, name))
    return [Path(folder) / name for _, name in reversed(stay)]
