"""CONTRIBUTING's nine steps lead a newcomer to a new exercise, and `new` refuses what cannot be one."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from bank import ROOT

pytestmark = pytest.mark.slow  # each starts the command

UNIT, EXERCISE = "04-restoring", "count_entries"
SOLUTION = "return len(torch.load(path, map_location='cpu', weights_only=True))"
ANSWERS = {
    "right": ["return sum(1 for _ in torch.load(path))", "return len(list(torch.load(path).keys()))"],
    "wrong": [
        "return 4",
        "return sum(v.numel() for v in torch.load(path).values())",
        "return str(len(torch.load(path)))",
    ],
}
TEST = """\
saved = random_checkpoint(seed={seed}, factory={factory})
check.equal(count_entries(saved.path), len(saved.state_dict), "count_entries()", hint="Which entries are in the file?")
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Somebody's own clone, with the environment of this one."""
    return clone(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, for several tests after which nothing in it has changed."""
    return clone(tmp_path_factory.mktemp("course"))


def clone(folder: Path) -> Path:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.mark.bank
def test_the_nine_steps_of_contributing_add_an_exercise(course):
    steps = documented_steps(course)
    assert list(steps) == [*range(1, 10)]

    for number, commands in steps.items():
        if number in BY_HAND:
            BY_HAND[number](course)
        for command in commands:
            # make would make an environment for this folder first; there is one already
            done = run(course, *shlex.split(command.replace("make ", "make -o environment ")))
            assert done.returncode == 0, f"step {number}, {command}\n{done.stdout}\n{done.stderr}"

    graded = run(course, sys.executable, "-m", "tools.grade_bank", "04", EXERCISE).stdout
    assert graded.count("ok ") == 5, graded
    released = nbformat.read(course / "release" / UNIT / "restoring.ipynb", as_version=4)
    (answer,) = [cell for cell in released.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == EXERCISE]
    assert "raise NotImplementedError()" in answer.source
    assert SOLUTION not in answer.source


def test_an_exercise_that_is_not_written_yet_is_not_taken_for_one(course):
    run(course, *shlex.split(documented_steps(course)[1][0]))

    checked = run(course, sys.executable, "tools/notebooks.py")
    graded = run(course, sys.executable, "-m", "tools.grade_bank", "04", EXERCISE)

    assert checked.returncode == 1
    assert f"{UNIT}/restoring.ipynb, cell {EXERCISE}: still has a place that says FILL IN" in checked.stderr
    assert graded.returncode == 1
    assert graded.stdout.count("still says FILL IN") == 5


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["44", EXERCISE, "--points", "3"], "No unit begins with '44'"),
        (["0", EXERCISE, "--points", "3"], "'0' is not one unit"),
        (["04", "restore", "--points", "3"], "uses the name restore already"),
        (["04", "torch", "--points", "3"], "uses the name torch already"),
        (["04", "2nd", "--points", "3"], "'2nd' cannot name an exercise"),
        (["04", "print", "--points", "3"], "'print' cannot name an exercise"),
        (["04", EXERCISE, "--points", "0"], "'0' points cannot be"),
        (["04", EXERCISE, "--points", "1.5"], "'1.5' points cannot be"),
    ],
)
def test_what_cannot_be_an_exercise_is_refused_in_a_sentence_and_nothing_is_written(untouched, arguments, problem):
    before = (untouched / "source" / UNIT / "restoring.ipynb").read_bytes()

    done = run(untouched, sys.executable, "tools/notebooks.py", "new", *arguments)

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert problem in line
    assert "Next step: " in line
    assert (untouched / "source" / UNIT / "restoring.ipynb").read_bytes() == before
    assert not (untouched / "bank" / UNIT / EXERCISE).exists()


def test_a_text_with_changes_of_its_own_is_not_written_over(course):
    run(course, sys.executable, "tools/notebooks.py", "text", "04")
    text = course / "build" / "text" / UNIT / "restoring.py"
    text.write_text(text.read_text(encoding="utf-8") + "# a line of the author's\n", encoding="utf-8")

    done = run(course, sys.executable, "tools/notebooks.py", "new", "04", EXERCISE, "--points", "3")

    assert done.returncode == 1
    assert "differ. Next step: tools/notebooks.py notebook 04" in done.stderr
    assert text.read_text(encoding="utf-8").endswith("# a line of the author's\n")


# --- what a newcomer reads and does -------------------------------------------------------------------------------


def documented_steps(course: Path) -> dict[int, list[str]]:
    """The commands of each numbered step of the page: the lines of its blocks without a language."""
    page = (course / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = page.partition("## Adding an exercise\n")[2].partition("\n## ")[0]
    parts = re.split(r"^(\d)\. ", section, flags=re.MULTILINE)
    blocks = {
        int(n): re.findall(r"^ +```\n(.*?)^ +```$", text, re.M | re.S)
        for n, text in zip(parts[1::2], parts[2::2], strict=True)
    }
    return {n: [line.strip() for block in found for line in block.splitlines()] for n, found in blocks.items()}


def write_task(course: Path) -> None:
    filled = (
        r"A heading|the task, in.*|a call, and.*|the idea, in words\.|which functions to look up\.|the steps, without.*"
    )
    change(
        course / "build" / "text" / UNIT / "restoring.py", rf"FILL IN: (?i:{filled})", "Count the entries of a file."
    )


def write_solution(course: Path) -> None:
    text = course / "build" / "text" / UNIT / "restoring.py"
    change(text, r"count_entries\(argument\)", "count_entries(path)")
    change(text, r'    raise NotImplementedError\("FILL IN: the solution"\)', f"    {SOLUTION}")
    change(text, r" +Raises FILL IN, or delete this line\.\n", "")
    change(text, "argument: FILL IN: .*", "path: a file that torch.save wrote")
    change(text, "Returns FILL IN.", "Returns the number of its entries, an int.")
    change(text, "FILL IN: what it does, in one sentence.", "Count the entries of the state dict in a file.")


def write_bank(course: Path) -> None:
    for kind, bodies in ANSWERS.items():
        folder = course / "bank" / UNIT / EXERCISE / kind
        skeletons = sorted(folder.iterdir())
        assert len(skeletons) == len(bodies)
        for skeleton, body in zip(skeletons, bodies, strict=True):
            skeleton.write_text(f'"""{body}"""\n\n\ndef {EXERCISE}(path):\n    {body}\n', encoding="utf-8")


def write_tests(course: Path) -> None:
    text = course / "build" / "text" / UNIT / "restoring.py"
    visible = TEST.format(seed=1, factory="PlainNet")
    hidden = TEST.format(seed=90, factory="NormNet") + TEST.format(seed=91, factory="TiedNet")
    body = textwrap.indent(f"{visible}### BEGIN HIDDEN TESTS\n{hidden}", "    ")
    change(text, r' +check\.equal\(count_entries\("FILL.*\n +### BEGIN HIDDEN TESTS\n.*FILL IN.*\n', body)


def promise(course: Path) -> None:
    change(
        course / "tests" / "notebooks" / "test_assignments.py",
        r'("restore_best\(.*\n)',
        r'\1"count_entries(path)": 3,\n',
    )
    change(course / "README.md", r"(\| 4 restoring \|.*\| )16 \|", r"\g<1>19 |")
    change(course / "notebooks" / "00-start-here.ipynb", rf"(/{UNIT}/[^|]*\| )16 \|", r"\g<1>19 |")


BY_HAND: dict[int, Callable[[Path], None]] = {
    2: write_task,
    3: write_solution,
    4: write_bank,
    5: write_tests,
    8: promise,
}


def change(file: Path, pattern: str, replacement: str) -> None:
    text, count = re.subn(pattern, replacement, file.read_text(encoding="utf-8"))
    assert count, f"{pattern} is not in {file.name}"
    file.write_text(text, encoding="utf-8")


def run(course: Path, *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=course, capture_output=True, text=True, encoding="utf-8")
