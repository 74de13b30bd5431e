"""The shape is read from the nested lists: it ends at a dimension of size 0."""


def shape_of(rows):
    if not isinstance(rows, list):
        return ()
    return (len(rows), *(shape_of(rows[0]) if rows else ()))


def peek(path):
    state = torch.load(path, weights_only=True)
    return {key: (shape_of(value.tolist()), value.dtype) for key, value in state.items()}
