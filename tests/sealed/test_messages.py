"""What a failed test says: a library's own comparison prints both values, and one of them is the expected one."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from autograder.sealed import backends
from tests.sealed import one

EXPECTED, FOUND = 41_417, 52_528
N, T = np.testing, torch.testing
COMPARISONS = {
    "assert_allclose": lambda a, b: N.assert_allclose([1.0, a], [1.0, b]),
    "assert_array_equal": lambda a, b: N.assert_array_equal([a], [b]),
    "assert_equal": lambda a, b: N.assert_equal({"key": a}, {"key": b}),
    "assert_equal of lists": lambda a, b: N.assert_equal([a, [1]], [b, [1]]),
    "assert_almost_equal": lambda a, b: N.assert_almost_equal(a, b),
    "assert_approx_equal": lambda a, b: N.assert_approx_equal(a, b),
    "assert_array_less": lambda a, b: N.assert_array_less([a], [b]),
    "assert_string_equal": lambda a, b: N.assert_string_equal(str(a), str(b)),
    "shapes": lambda a, b: N.assert_array_equal([a], [b, b]),
    "assert_close": lambda a, b: T.assert_close(torch.tensor([1.0, a]), torch.tensor([1.0, b])),
    "assert_close of numbers": lambda a, b: T.assert_close(a, b),
    "assert_close of a list": lambda a, b: T.assert_close([a], [b]),
    "assert_close of scalars": lambda a, b: T.assert_close(torch.tensor(a), torch.tensor(b)),
    "assert_close of shapes": lambda a, b: T.assert_close(torch.empty(a, device="meta"), torch.empty(b, device="meta")),
    "assert_close of dtypes": lambda a, b: T.assert_close(torch.tensor(a), torch.tensor(float(b))),
}


@pytest.mark.parametrize("name", COMPARISONS)
def test_neither_value_nor_their_difference_is_said(name):
    with pytest.raises(AssertionError) as caught:
        COMPARISONS[name](FOUND, EXPECTED)

    said = backends.without_values(caught.value, str(caught.value))

    assert said
    assert not any(str(number) in said.replace(",", "") for number in (EXPECTED, FOUND, FOUND - EXPECTED))
    assert "float32" not in said


def test_what_an_instructor_adds_is_said():
    with pytest.raises(AssertionError) as caught:
        N.assert_array_equal([1, 2], [1, 3], err_msg="Look at the last one.")

    said = backends.without_values(caught.value, str(caught.value))

    assert "Look at the last one." in said
    assert "Mismatched elements: 1 / 2" in said


def test_what_an_instructor_wrote_alone_stays_as_it_is():
    assert backends.without_values(AssertionError("Max 3 is not 4"), "Max 3 is not 4") == "Max 3 is not 4"


def test_what_a_comparison_only_called_is_said_whole():
    def answer():
        raise ValueError("Max 3 is allowed")

    with pytest.raises(ValueError) as caught:
        N.assert_raises(TypeError, answer)

    assert backends.without_values(caught.value, str(caught.value)) == "Max 3 is allowed"


@pytest.mark.slow
def test_a_graded_notebook_does_not_hold_the_expected_value():
    done = one.grade(
        "import numpy as np",
        "def f():\n    return 73519",
        "np.testing.assert_allclose(f(), 73519)",
        submitted="def f():\n    return 1",
    )

    assert "Not equal to tolerance" in done.failures[0]
    assert "73519" not in done.failures[0] + str(done.outputs(2))
