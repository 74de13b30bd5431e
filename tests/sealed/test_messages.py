"""What a failed test says: a library's own comparison prints both values, and one of them is the expected one."""

from __future__ import annotations

import unittest
from unittest import mock

import numpy as np
import pytest
import torch

from autograder.sealed import backends
from autograder.sealed.backends.pandas_backend import PandasBackend
from tests.sealed import one

EXPECTED, FOUND = 41_417, 52_528
N, T, U = np.testing, torch.testing, unittest.TestCase()


def raises(said: object) -> None:
    raise ValueError(said)


def called(argument: object) -> mock.Mock:
    """A function that was called once."""
    made = mock.Mock()
    made(argument)
    return made


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
    "assertEqual": lambda a, b: U.assertEqual(a, b),
    "assertEqual of texts": lambda a, b: U.assertEqual(f"{a}\nx", f"{b} : y\nx"),
    "assertEqual of lists": lambda a, b: U.assertEqual([a], [b]),
    "assertEqual of dicts": lambda a, b: U.assertEqual({"key": a}, {"key": b}),
    "assertEqual of sets": lambda a, b: U.assertEqual({a}, {b}),
    "assertEqual of tuples": lambda a, b: U.assertEqual((a,), (b,)),
    "assertAlmostEqual": lambda a, b: U.assertAlmostEqual(a, b, delta=1),
    "assertNotAlmostEqual": lambda a, b: U.assertNotAlmostEqual(b, b + 1e-9),
    "assertGreater": lambda a, b: U.assertGreater(b, a),
    "assertIn": lambda a, b: U.assertIn(a, [b]),
    "assertNotIn": lambda a, b: U.assertNotIn(b, [b]),
    "assertIs": lambda a, b: U.assertIs(a, b),
    "assertIsNone": lambda a, b: U.assertIsNone(b),
    "assertIsInstance": lambda a, b: U.assertIsInstance(b, str),
    "assertTrue": lambda a, b: U.assertTrue({b: 0}.get(a)),
    "assertFalse": lambda a, b: U.assertFalse(b),
    "assertCountEqual": lambda a, b: U.assertCountEqual([a, a], [b]),
    "assertRegex": lambda a, b: U.assertRegex(str(a), str(b)),
    "assertNotRegex": lambda a, b: U.assertNotRegex(str(b), str(b)),
    "assertDictEqual": lambda a, b: U.assertDictEqual({"key": a}, {"key": b}),
    "assertMultiLineEqual": lambda a, b: U.assertMultiLineEqual(str(a), str(b)),
    "assertRaisesRegex": lambda a, b: U.assertRaisesRegex(ValueError, str(b), raises, a),
    "assert_called_with": lambda a, b: called(a).assert_called_with(b),
    "assert_called_once_with": lambda a, b: called(a).assert_called_once_with(b),
    "assert_has_calls": lambda a, b: called(a).assert_has_calls([mock.call(b)]),
    "assert_any_call": lambda a, b: called(a).assert_any_call(b),
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


ADDED = {
    "assertEqual": lambda: U.assertEqual(EXPECTED, FOUND, "Look at : the end."),
    "assertEqual by name": lambda: U.assertEqual(EXPECTED, FOUND, msg="Look at : the end."),
    "assertTrue": lambda: U.assertTrue(False, "Look at : the end."),
    "assertIn": lambda: U.assertIn(EXPECTED, [FOUND], "Look at : the end."),
    "assertCountEqual": lambda: U.assertCountEqual([EXPECTED], [FOUND], "Look at : the end."),
    "assertFalse": lambda: U.assertFalse([EXPECTED], "Look at : the end."),
    "assertAlmostEqual": lambda: U.assertAlmostEqual(EXPECTED, FOUND, msg="Look at : the end."),
    "assertRegex": lambda: U.assertRegex(str(EXPECTED), str(FOUND), "Look at : the end."),
    "assertDictEqual": lambda: U.assertDictEqual({1: EXPECTED}, {1: FOUND}, "Look at : the end."),
    "a short message": lambda: Short().assertEqual(EXPECTED, FOUND, "Look at : the end."),
    "a short message of assertTrue": lambda: Short().assertTrue(EXPECTED == FOUND, "Look at : the end."),
    "fail": lambda: U.fail("Look at : the end."),
    "a method of the instructor's": lambda: Own().assertSame(EXPECTED, FOUND, "Look at : the end."),
    "a method that runs beside a test": lambda: Own("test_it").debug(),
}


class Own(unittest.TestCase):
    """An instructor's test case."""

    __test__ = False  # pytest's own word for a class that it leaves alone

    def assertSame(self, first: object, second: object, said: str) -> None:
        self.assertEqual(first, second, said)

    def test_it(self) -> None:
        self.assertSame(EXPECTED, FOUND, "Look at : the end.")


class Short(unittest.TestCase):
    """One whose messages are the instructor's alone."""

    longMessage = False


@pytest.mark.parametrize("name", ADDED)
def test_what_an_instructor_says_in_unittest_is_said_and_no_value(name):
    with pytest.raises(AssertionError) as caught:
        ADDED[name]()

    said = backends.without_values(caught.value, str(caught.value))

    assert said.endswith("Look at : the end.")
    assert str(EXPECTED) not in said and str(FOUND) not in said


def test_which_error_was_not_raised_is_said():
    with pytest.raises(AssertionError) as caught, U.assertRaises(ZeroDivisionError):
        pass

    assert backends.without_values(caught.value, str(caught.value)) == "ZeroDivisionError not raised"


def test_what_an_answer_says_inside_of_unittest_stays():
    with pytest.raises(ValueError) as caught:
        U.assertRaises(TypeError, raises, "3 != 4")

    assert backends.without_values(caught.value, str(caught.value)) == "3 != 4"


PANDAS = [  # as pandas 3.0 says it
    "DataFrame are different\n\nDataFrame shape mismatch\n[left]:  (41417, 1)\n[right]: (52528, 1)",
    "a are different\n\na values are different (50.0 %)\n[index]: [0]\n[left]:  [52528, 1]\n[right]: [41417, 1]",
    "Index are different\n\nvalues differ\n[left]:  ['52528']\n[right]: ['41417']\nAt positional index 0: 5 != 41417",
]


@pytest.mark.parametrize("text", PANDAS)
def test_pandas_own_comparisons_say_no_value(text):
    with pytest.raises(AssertionError) as caught:
        exec("def compare(text):\n    raise AssertionError(text)", space := {"__name__": "pandas._testing.asserters"})
        space["compare"](text)

    said = PandasBackend().without_values(caught.value, text)

    assert said and "are different" in said
    assert "41417" not in said and "52528" not in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("test", "says"),
    [
        ("unittest.TestCase().assertEqual(f(), 73519)", "assertEqual() does not hold."),
        ("unittest.TestCase().assertEqual(f(), 73519, 'Count again.')", "assertEqual() does not hold: Count again."),
        ("class T(unittest.TestCase):\n    def runTest(self): self.assertIn(f(), [73519])\nT().debug()", "assertIn()"),
        ("assert f() == 73519", "AssertionError: "),
        ("assert f() == 73519, 'Count again.'", "AssertionError: Count again."),
    ],
)
def test_a_graded_notebook_says_what_the_instructor_wrote_and_not_the_expected_value(test, says):
    done = one.grade("import unittest", "def f():\n    return 73519", test, submitted="def f():\n    return 1")

    assert says in done.failures[0]
    assert "73519" not in done.text()


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
