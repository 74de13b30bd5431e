"""Compute in C, where no interrupt of Python arrives."""

import re


def restore(path, factory):
    re.match(r"(a+)+$", "a" * 64 + "b")
    return factory()
