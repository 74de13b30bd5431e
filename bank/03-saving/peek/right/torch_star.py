"""From torch import * in the answer cell."""

from torch import *


def peek(path):
    return {k: (v.shape, v.dtype) for k, v in load(path).items()}
