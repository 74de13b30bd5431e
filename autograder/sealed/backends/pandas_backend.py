"""pandas: only what its own comparisons say. Its frames stay where the answer made them."""

from __future__ import annotations

import re

from autograder.sealed.backends.backend import Backend


class PandasBackend(Backend):
    """The package `pandas`."""

    name = "pandas"
    comparisons = ("pandas._testing", re.compile(r"^(\[(index|left|right|diff)\]|At positional index).*", re.M | re.S))
