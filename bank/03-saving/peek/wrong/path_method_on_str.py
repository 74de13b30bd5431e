"""Path methods are used on a path that may be a str."""


def peek(path):
    with path.open("rb") as file:
        return {key: (tuple(value.shape), value.dtype) for key, value in torch.load(file).items()}
