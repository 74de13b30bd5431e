"""The table is printed, and nothing is returned."""


def peek(path):
    for key, value in torch.load(path).items():
        print(key, tuple(value.shape), value.dtype)
