"""`autograder verify` on a made-up course: what it points out, and what it leaves alone."""

from __future__ import annotations

import io
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_notebook
from rich.console import Console

from autograder.sealed.errors import CourseProblem
from autograder.sealed.limits import Files, Limits
from autograder.sealed.plan.slices import Cell, cells_of, cells_to_run
from autograder.verify.bank import Exercise, Sheet, exercises_of, read_answers
from autograder.verify.mutants import mutants_of
from autograder.verify.plain import PlainWorkers, Run
from autograder.verify.show import table
from autograder.verify.uncrossed import uncrossed
from autograder.verify.verdicts import reference_sealed
from autograder.verify.verify import Findings, read_marks
from tests.sealed.course import answer, setup
from tests.sealed.course import test_of as graded

BOUNDARY_LEFT_OUT = "assert is_adult(30) is True and is_adult(5) is False"
BOUNDARY_TESTED = "assert is_adult(18) is True and is_adult(17) is False"
ADULT = [answer("is_adult", "def is_adult(age):\n    return age >= 18")]
CELLS = [
    setup("tools", "import math"),
    answer("double", "def double(x):\n    return 2 * x"),
    graded("double-value", "assert math.isclose(double(3.0), 6.0)"),
    graded("double-there", "assert double is not None"),
    *ADULT,
    graded("adult-ages", BOUNDARY_LEFT_OUT),
    answer("clip", "def clip(x):\n    return 10 if x > 10 else x"),
    graded("clip-both", "assert clip(3) == 3\nassert clip(25) == 10\nassert clip(11) == 10"),
    answer("twice", "def twice(function, x):\n    return function(function(x))"),
    graded(
        "twice-own",
        """
        def visible(x):
            return x + 1
        assert twice(visible, 1) == 3
        ### BEGIN HIDDEN TESTS
        def add_three(x):
            return x + 3
        assert twice(add_three, 1) == 7
        ### END HIDDEN TESTS
        """,
    ),
]
PATCHED = "def double(x):\n    return 0\nmath.isclose = lambda a, b: True"
BANK = {
    "double/right/plus.py": '"""x plus x."""\ndef double(x):\n    return x + x',
    "double/wrong/square.py": '"""The square."""\ndef double(x):\n    return x * x',
    "double/wrong/patched.py": '"""Changes the library."""\n' + PATCHED,
    "double/hostile/outside.py": '"""Writes outside."""\nopen("MARKER", "w").write("ran")\n' + PATCHED,
    "double/hostile/no_cheat.py": '"""Earns its points."""\ndef double(x):\n    return 2 * x',
    "clip/wrong/other.py": '"""The wrong way round."""\ndef clip(x):\n    return x if x > 10 else 10',
    "clip/right/min.py": '"""min."""\ndef clip(x):\n    return min(x, 10)',
    "equivalent-mutants.toml": '[[clip]]\nline = "return 10 if x > 10 else x"\n'
    'mutant = "return 10 if x >= 10 else x"\nreason = "For 10 both give 10."\n'
    '[[clip]]\nline = "return gone"\nmutant = "return"\nreason = "Of an older solution."\n',
}


@pytest.fixture(scope="module")
def verified(tmp_path_factory):
    """The course with every kind of trouble, and what the command said about it."""
    folder = tmp_path_factory.mktemp("verify")
    return folder, verify(folder, CELLS, BANK)


def verify(folder: Path, cells: list, bank: dict[str, str]) -> subprocess.CompletedProcess:
    # These notebooks need no library: importing torch would take longer than all the rest.
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.SealedExecute.preload = []\n")
    (folder / "source" / "ps1").mkdir(parents=True)
    (folder / "answers").mkdir()
    nbformat.write(new_notebook(cells=cells), folder / "source" / "ps1" / "problem.ipynb")
    for name, text in bank.items():
        path = folder / "answers" / "ps1" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("MARKER", str(folder / "marker")))
    command = [sys.executable, "-m", "autograder", "verify", "--course", str(folder), "--workers", "1"]
    return subprocess.run([*command, "--answers", str(folder / "answers")], capture_output=True, text=True, timeout=600)


def row(said: str, test: str) -> str:
    """The lines of a table that belong to a test."""
    lines = said.splitlines()
    start = next(n for n, line in enumerate(lines) if f"│ {test} " in line)
    return " ".join(lines[start : start + 2])


@pytest.mark.slow
def test_each_test_names_the_wrong_answers_it_catches(verified):
    _, done = verified
    assert "1: square" in row(done.stdout, "double-value")
    assert "none" in row(done.stdout, "double-there")


@pytest.mark.slow
def test_a_test_that_catches_nothing_is_named(verified):
    _, done = verified
    assert "double: the test double-there catches nothing" in done.stdout
    assert "double-value catches nothing" not in done.stdout


@pytest.mark.slow
def test_a_surviving_mutant_is_listed_in_the_form_that_marks_it(verified):
    _, done = verified
    expected = '[[is_adult]]  # line 3 of the answer cell\nline = "return age >= 18"\nmutant = "return age > 18"'
    assert expected in done.stdout


@pytest.mark.slow
def test_an_equivalent_mutant_with_a_reason_is_not_listed(verified):
    _, done = verified
    assert "return 10 if x >= 10 else x" not in done.stdout
    assert done.stdout.count("no such survivor") == 1


@pytest.mark.slow
def test_a_mark_that_fits_no_survivor_is_pointed_out(verified):
    _, done = verified
    assert "[[clip]] return gone → return: no such survivor" in done.stdout


@pytest.mark.slow
def test_a_difference_between_plain_and_sealed_is_shown(verified):
    _, done = verified
    said = "wrong/patched: lost nothing plain, double-value sealed"
    assert f"double: plain and sealed disagree: {said}" in done.stdout


@pytest.mark.slow
def test_a_function_of_a_hidden_test_that_reaches_an_answer_is_pointed_out(verified):
    _, done = verified
    assert "add_three is defined in the hidden part and handed to twice()" in done.stdout
    assert "visible is defined" not in done.stdout


@pytest.mark.slow
def test_a_hostile_answer_runs_sealed_only_and_earns_nothing(verified):
    folder, done = verified
    assert "2 hostile" in done.stdout
    assert "double: hostile/no_cheat is hostile and kept double-there, double-value" in done.stdout
    assert "hostile/outside" not in done.stdout
    assert not (folder / "marker").exists()


@pytest.mark.slow
def test_what_needs_a_look_sets_the_exit_status(verified):
    _, done = verified
    assert done.returncode == 1, done.stderr
    assert "ps1: needs a look." in done.stdout


@pytest.mark.slow
def test_a_course_whose_tests_catch_everything_passes(tmp_path):
    wrong = {"is_adult/wrong/older.py": '"""Older than 18."""\ndef is_adult(age):\n    return age > 18'}
    done = verify(tmp_path, [*ADULT, graded("adult-ages", BOUNDARY_TESTED)], wrong)
    assert (done.returncode, done.stderr) == (0, "")
    assert "every test catches something" in done.stdout


@pytest.mark.slow
def test_a_test_that_the_reference_solution_passes_only_in_one_process_is_named(tmp_path):
    cells = [
        setup("tools", "import math"),
        answer("below", "limit = 1\ndef below(x):\n    return x < limit"),
        graded("below-raised", "limit = 3\nassert below(2), 'as before'"),
    ]

    done = verify(tmp_path, cells, {})

    assert done.returncode == 1
    assert "graded sealed, the reference solution fails below-raised: AssertionError: as before" in done.stdout


@pytest.mark.slow
def test_a_reference_solution_that_fails_is_named_with_its_test(tmp_path):
    done = verify(tmp_path, [*ADULT, graded("adult-ages", "assert is_adult(3)")], {})
    assert "the reference solution fails adult-ages: AssertionError" in done.stdout
    assert done.returncode == 1


@pytest.mark.slow
def test_a_setup_cell_that_fails_is_named_before_the_tests_that_fail_for_it(tmp_path):
    cells = [setup("tools", "import nowhere\nyears = 18"), *ADULT, graded("adult-ages", "assert is_adult(years)")]
    done = verify(tmp_path, cells, {})
    first, second = [line for line in done.stdout.splitlines() if "the reference solution fails" in line]
    assert first.endswith("tools, which begins with `import nowhere`: ModuleNotFoundError: No module named 'nowhere'")
    assert "adult-ages: NameError" in second


@pytest.mark.parametrize(
    "line, mutant",
    [
        ("return load(path, device=where)", "return load(path)"),  # an argument dropped
        ("return load(a, b)", "return load(b, a)"),  # two swapped
        ("return model.eval()", "return model"),  # a call left out
        ("return all(found)", "return any(found)"),  # a call exchanged
        ("total += 1", "pass"),  # a line skipped
        ("return x[1:]", "return x[2:]"),  # a constant changed
        ("return a - b", "return b - a"),  # operands swapped
        ("return not a", "return a"),  # a negation lost
        ("return a and b", "return a or b"),
        ("return [p for p in a if p]", "return [p for p in a]"),
    ],
)
def test_a_mistake_of_each_kind_is_made(line, mutant):
    made = mutants_of("f", f"def f(a, b):\n    {line}")
    assert (line, mutant) in [(found.line, found.mutant) for found in made]


def test_a_function_returns_early_and_a_condition_is_negated():
    source = "def f(a):\n    b = []\n    if a > 1:\n        b.append(a)\n    b.append(0)\n    return b"
    made = {(found.line, found.mutant) for found in mutants_of("f", source)}
    assert {("b.append(0)", "return b"), ("if a > 1:", "if not a > 1:")} <= made


def test_mutants_leave_docstrings_annotations_and_messages_alone():
    source = 'def f(a: int = 3) -> "text":\n    """Say."""\n    raise ValueError("a message")'
    made = {(found.line, found.mutant) for found in mutants_of("f", source)}
    assert {line for line, _ in made} == {"def f(a: int=3) -> 'text':", "raise ValueError('a message')"}
    assert ("raise ValueError('a message')", "pass") in made


def test_python_warns_nobody_of_a_mistake_that_was_made_on_purpose(recwarn):
    made = mutants_of("f", "def f(a):\n    return torch.cat([a])[None]")
    assert ("return torch.cat([a])[None]", "return [a][None]") in [(found.line, found.mutant) for found in made]
    assert not recwarn.list


def test_an_answer_runs_its_own_tests_and_those_that_use_its_names_through_others():
    notebook = new_notebook(
        cells=[
            answer("first", "def first():\n    return 1"),
            graded("first-test", "assert first() == 1"),
            setup("helper", "def helped():\n    return first()"),
            answer("second", "def second():\n    return 2"),
            graded("second-test", "assert second() == 2"),
            setup("show", "shown = second()\nprint(shown)"),
            answer("third", "def third():\n    return 3"),
            graded("third-test", "assert helped() < third()"),
        ]
    )
    chosen = cells_to_run(notebook, "first", ["first-test"], "def first():\n    return 0")
    assert [cell.name for cell in chosen if cell.role == "test"] == ["first-test", "third-test"]
    assert "show" not in [cell.name for cell in chosen]
    assert chosen[0].code == "def first():\n    return 0"


def test_answer_cells_with_no_test_between_share_the_tests_that_follow():
    notebook = new_notebook(
        cells=[
            graded("early", "assert True"),
            answer("one", "a = 1"),
            answer("two", "b = 2"),
            graded("both", "assert a < b", points=2),
            answer("three", "c = 3"),
            graded("last", "assert c", points=1),
        ]
    )
    found = {exercise.name: exercise.tests for exercise in exercises_of(notebook)}
    assert found == {"one": {"both": 2}, "two": {"both": 2}, "three": {"last": 1}}


def test_an_answer_file_may_hold_what_is_no_python(tmp_path):
    path = tmp_path / "ps1" / "one" / "wrong" / "magic.py"
    path.parent.mkdir(parents=True)
    path.write_text('# a remark\n"""The idea,\nin two lines."""\n!ls\nif x = 1\n')
    (found,) = read_answers(tmp_path, "ps1")
    assert (found.idea, found.source) == ("The idea,\nin two lines.", "!ls\nif x = 1")


def test_a_mark_needs_a_reason(tmp_path):
    path = tmp_path / "equivalent-mutants.toml"
    path.write_text('[[clip]]\nline = "return x"\nmutant = "return"\n')
    with pytest.raises(CourseProblem, match="needs a line, a mutant and a reason"):
        read_marks(path)


def test_a_name_from_another_test_comes_with_that_test():
    notebook = new_notebook(
        cells=[
            answer("first", "def first():\n    return 1"),
            graded("first-test", "limit = 5\nassert first() < limit"),
            answer("second", "def second():\n    return 2"),
            graded("second-test", "assert second() < limit"),
        ]
    )
    chosen = cells_to_run(notebook, "second", ["second-test"], "def second():\n    return 9")
    assert [cell.name for cell in chosen if cell.role == "test"] == ["first-test", "second-test"]


def test_what_a_scenario_is_given_travels_and_what_a_check_is_given_does_not():
    scenes = """
        def play(function, change):
            return change(function())
        def compare(function, change):
            assert change(function()) == 2
    """
    hidden = """
        play(one, lambda x: x)
        ### BEGIN HIDDEN TESTS
        def plus(x):
            return x + 1
        play(one, functools.partial(plus))
        compare(one, lambda x: x + 1)
        ### END HIDDEN TESTS
    """
    cells = [setup("scenes", "import functools"), setup("more", scenes), answer("one", "def one():\n    return 1")]
    run = Run(cells_of(new_notebook(cells=[*cells, graded("played", hidden)])), hidden="BEGIN HIDDEN TESTS")
    with PlainWorkers(1) as pool:
        (done,) = pool.run([run])
    assert done.crossing == ["played, line 3: plus is defined in the hidden part and handed to play()"]


def test_a_plain_run_ends_when_its_time_is_up_and_keeps_what_was_graded():
    cells = cells_of(
        new_notebook(
            cells=[
                graded("before", "assert True"),
                graded("endless", "while True:\n    pass"),
                graded("after", "assert True"),
            ]
        )
    )
    with PlainWorkers(1) as pool:
        (done,) = pool.run([Run(cells, seconds=1)])
    assert set(done.failed) == {"endless", "after"}
    assert "processor time" in done.failed["endless"]


def test_a_plain_run_knows_partial_credit_and_the_files_beside_the_notebook():
    code = textwrap.dedent("from pathlib import Path\nfloat(Path('data/share.txt').read_text())")
    with PlainWorkers(1) as pool:
        (done,) = pool.run([Run([Cell("part", code, "test", 4.0)], files={"data/share.txt": b"3"})])
    assert done.failed == {"part": "gave 3 of 4 points"}


ANSWER = Cell("greet", "def greet(name):\n    print(name)", "answer")
DOES_NOT_CROSS = {
    "printed": "with contextlib.redirect_stdout(io.StringIO()) as said:\n    greet('Ada')",
    "printed ": "sys.stdout = said = io.StringIO()\ngreet('Ada')",
    "warnings": "with warnings.catch_warnings(record=True) as caught:\n    greet('Ada')",
    "warnings ": "with pytest.warns(UserWarning):\n    list(map(greet, ['Ada']))",
    "logging": "logging.getLogger().addHandler(handler)\ngreet('Ada')",
    "environment": "os.environ['NAME'] = 'Ada'\ngreet('Ada')",
    "patched": "with unittest.mock.patch('torch.load', spy):\n    greet('Ada')",
    "patched ": "with mock.patch.object(torch, 'load'):\n    greet('Ada')",
    "patched  ": "torch.load = spy\ngreet('Ada')",
}


@pytest.mark.parametrize("line", DOES_NOT_CROSS)
def test_a_test_that_uses_what_does_not_cross_is_pointed_out(line):
    cells = [Cell("tools", "import torch", "setup"), ANSWER, Cell("test", DOES_NOT_CROSS[line], "test")]
    (said,) = uncrossed(cells)
    assert said.startswith("test, line 1: graded sealed, greet() runs in another process, and ")
    assert said.endswith(f"return data (docs/what-crosses.md, {line.strip()}).")


@pytest.mark.parametrize(
    "look", ["ax = plt.gca()", "assert pyplot.get_fignums()", "ax = matplotlib.pyplot.gcf().axes[0]"]
)
def test_a_test_that_looks_at_the_current_figure_is_pointed_out(look):
    (said,) = uncrossed([ANSWER, Cell("test", f"greet('Ada')\n{look}", "test")])
    assert said.startswith("test, line 2: graded sealed, answers draw in another process, and g")
    assert said.endswith("let a scenario look (docs/what-crosses.md, current-figure).")


def test_what_crosses_and_what_runs_beside_the_answer_is_not_pointed_out():
    scenario = (
        "def said(f):\n    with redirect_stdout(io.StringIO()) as text:\n        f('Ada')\n    return text.getvalue()"
    )
    fine = [
        "with torch.no_grad():\n    greet('Ada')",
        "with warnings.catch_warnings():\n    x = 1\ngreet('Ada')",
        "model.training = False\ngreet('Ada')",
        "assert said(greet) == 'Ada'",
        "fig, ax = plt.subplots()\nplt.gca().set_title('mine')\nplt.close('all')",
        "assert plot.gca() and gcf()",
        "%matplotlib inline\nwith redirect_stdout(said): greet('Ada')",
    ]
    cells = [Cell("tools", "import torch\n" + scenario, "setup"), ANSWER]
    assert uncrossed([*cells, *(Cell(f"test{n}", code, "test") for n, code in enumerate(fine))]) == []


def test_a_check_of_a_setup_cell_runs_beside_the_tests_and_is_pointed_out():
    check = (
        "def check(f):\n    with redirect_stdout(io.StringIO()) as text:\n        f('Ada')\n    assert text.getvalue()"
    )
    (said,) = uncrossed([Cell("tools", check, "setup"), ANSWER])
    assert said.startswith("tools, line 2: graded sealed, f() runs in another process")


def test_a_name_is_no_markup_in_the_tables():
    findings = Findings(Exercise("[/red]", {"[/b]": 1.0}))
    console = Console(width=100, record=True, file=io.StringIO())

    console.print(table(findings))

    said = console.export_text()
    assert "[/red]: 0 right" in said and "│ [/b] " in said


@pytest.mark.parametrize(
    "content, why", [(b'"""caf\xe9"""\nx = 1\n', "is not UTF-8 text"), (b'"""an idea\nx = 1\n', "docstring")]
)
def test_an_answer_file_that_cannot_be_read_is_named(tmp_path, content, why):
    path = tmp_path / "ps1" / "one" / "right" / "odd.py"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    (found,) = read_answers(tmp_path, "ps1")

    for read in (lambda: found.source, lambda: found.idea):
        with pytest.raises(CourseProblem, match=f"odd.py .*{why}.* Next step: "):
            read()


@pytest.mark.slow
def test_a_submission_that_cannot_be_laid_out_is_a_sentence():
    notebook = new_notebook(cells=[answer("one", "def f(): return 1"), graded("t", "assert f() == 1")])
    sheet = Sheet("ps1", "problem", notebook, Files({"data": b"", "data/x.txt": b""}, {}))

    with pytest.raises(CourseProblem, match="cannot be laid out: the course has a file 'data'"):
        reference_sealed(sheet, Limits(preload=()))
