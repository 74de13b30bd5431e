"""os.listdir and heapq.nlargest."""

import heapq


def keep_last(folder, k):
    numbers = []
    for name in filter(lambda name: os.path.isfile(os.path.join(folder, name)), os.listdir(folder)):
        begin, _, rest = name.partition("-")
        digits, dot, end = rest.partition(".")
        if (begin, dot, end) == ("epoch", ".", "pth") and digits.isdecimal():
            numbers.append(int(digits))
    stay = heapq.nlargest(k, numbers)
    for number in set(numbers) - set(stay):
        os.unlink(os.path.join(folder, f"epoch-{number}.pth"))
    return [Path(folder) / f"epoch-{number}.pth" for number in reversed(stay)]
