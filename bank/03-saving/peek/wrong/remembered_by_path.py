"""What a file holds is remembered by its path, although the file can be written again."""

import functools


@functools.lru_cache
def read(path):
    return torch.load(path, weights_only=True)


def peek(path):
    return {key: (tuple(value.shape), value.dtype) for key, value in read(str(path)).items()}
