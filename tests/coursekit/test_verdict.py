"""What a learner sees of a check that passed, failed, or is not answered yet."""

from __future__ import annotations

import textwrap

import pytest
from IPython.core.interactiveshell import InteractiveShell

from coursekit import verdict
from coursekit.check import LINE, CheckFailed

LABEL = "1.4 states_equal · keys"


@pytest.fixture
def shell():
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(colors="nocolor")
    yield shell
    InteractiveShell.clear_instance()


def seen(shell, capsys, test: str, answer: str = "") -> list[str]:
    """The lines that a learner sees who ran an answer and then a test."""
    shell.run_cell(answer)
    names: dict = {**shell.user_ns, "CheckFailed": CheckFailed}  # own_names.test gives a test a namespace of its own
    exec("def a_test():\n" + textwrap.indent(test, "    "), names)
    shell.user_ns["check"] = lambda: verdict.show(LABEL, names["a_test"], shell.user_ns)
    shell.run_cell("check()")
    shown = capsys.readouterr().out
    for colour in (verdict.GREEN, verdict.RED, verdict.PLAIN):
        shown = shown.replace(colour, "")
    return shown.strip().splitlines()


def test_a_check_that_passed_says_that_more_is_checked_when_it_is_graded(shell, capsys):
    assert seen(shell, capsys, "pass") == [f"✓ {LABEL}: passed. More is checked when it is graded."]


def test_a_check_that_ran_to_its_hidden_end_says_no_such_thing(shell, capsys):
    assert seen(shell, capsys, f"return {verdict.ALL!r}") == [f"✓ {LABEL}: passed."]


def test_a_failed_check_is_its_sentence_and_no_line_of_the_test(shell, capsys):
    lines = seen(shell, capsys, "secret = 5\nraise CheckFailed('states_equal() is wrong. ' + 'Look at the keys. ' * 8)")
    assert lines[0] == f"✗ {LABEL}: not right yet."
    assert " ".join(lines[1:]) == ("states_equal() is wrong. " + "Look at the keys. " * 8).strip()
    assert max(map(len, lines)) <= LINE


def test_an_answer_that_is_not_written_yet_is_no_mistake(shell, capsys):
    answer = "def states_equal(a, b):\n    raise NotImplementedError()"
    assert seen(shell, capsys, "states_equal({}, {})", answer) == ["○ 1.4 states_equal is not answered yet."]


def test_an_answer_whose_cell_did_not_run_says_which_cell_to_run(shell, capsys):
    lines = seen(shell, capsys, "states_equal({}, {})")
    assert lines[1:] == ["states_equal is not defined. Run the cell of your answer first."]


def test_an_error_of_the_answer_names_the_learners_own_line(shell, capsys):
    answer = "def helper(a):\n    return a['w']\n\ndef states_equal(a, b):\n    return helper(a)"
    lines = seen(shell, capsys, "secret = 5\nstates_equal({}, {})", answer)
    assert lines[1:] == ["KeyError: 'w'", "It came from line 2 of your cell:", "return a['w']"]


def test_an_error_after_the_answer_returned_says_so(shell, capsys):
    lines = seen(shell, capsys, "secret = 5\nstates_equal({}, {}).keys()", "def states_equal(a, b): pass")
    assert lines[1] == "AttributeError: 'NoneType' object has no attribute 'keys'"
    assert lines[2:] == ["This came up while the check looked at what your code did or returned."]


def test_the_error_itself_is_raised_so_that_every_grader_sees_it():
    def a_test():
        raise KeyError("w")

    with pytest.raises(KeyError, match="w"):
        verdict.show(LABEL, a_test, {})
