"""Compares Python's numbers, one before and one after the cast; the dict and the error have classes of their own."""

import math


class Cast(dict):
    pass


class TooLarge(ValueError, ArithmeticError):
    def __init__(self, key, number):
        self.key, self.number = key, number

    def __str__(self):
        return f"{self.key}: {self.number!r} does not fit"


def load_as(path, dtype):
    result = Cast()
    for key, value in torch.load(path, map_location="cpu").items():
        result[key] = value.type(dtype) if hasattr(value, "dtype") and value.is_floating_point() else value
        if result[key] is not value:
            for before, after in zip(value.flatten().tolist(), result[key].flatten().tolist(), strict=True):
                if math.isinf(after) and math.isfinite(before):
                    raise TooLarge(key, before)
    return result
