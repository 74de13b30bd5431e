"""A mistake in the source notebook of a released and graded course: every command stops, and every grade stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.sealed.errors import CourseProblem
from tests.commands import autograder, nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, gradebook_content, hand_in, make_course

pytestmark = pytest.mark.slow
COMMANDS = ("grade", "feedback", "verify")


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Path:
    """A course whose two submissions are graded, with worked solutions on its feedback pages."""
    settings = "c.AboutSubmission.days_until_solutions = 0\n"
    folder = make_course(tmp_path_factory.mktemp("graded") / "course", settings=settings)
    hand_in(folder, "ada", RIGHT)
    hand_in(folder, "bob", WRONG)
    done = autograder("grade", ASSIGNMENT, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def course(graded, tmp_path) -> Path:
    return shutil.copytree(graded, tmp_path / "course")


def edit(course: Path, change: Callable[[dict], object]) -> None:
    """Change the source notebook as a text."""
    path = course / "source" / ASSIGNMENT / "problem.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def cell(notebook: dict, name: str) -> dict:
    return next(one for one in notebook["cells"] if one["metadata"]["nbgrader"]["grade_id"] == name)


def pasted(source: str, **marks: object) -> dict:
    """A test cell as another course has it."""
    marks = {"grade": True, "solution": False, "locked": True, "points": 1, **marks}
    metadata = {"nbgrader": marks}
    head = {"cell_type": "code", "id": "pasted", "execution_count": None, "outputs": []}
    return {**head, "source": source, "metadata": metadata}


FAULTS: dict[str, tuple[Callable[[dict], object], str]] = {
    "a test without an id": (
        lambda nb: nb["cells"].append(pasted("assert double(3) == 6")),
        "cell 7 (assert double(3) == 6): this test has no grade_id",
    ),
    "a test twice": (
        lambda nb: nb["cells"].append(pasted("assert False", grade_id="double-small", schema_version=3)),
        "'double-small' is there twice, in cell 3 (assert double(2) == 4) and in cell 7 (assert False)",
    ),
    "a word as points": (
        lambda nb: cell(nb, "double-small")["metadata"]["nbgrader"].update(points="three"),
        "has 'three' as its points",
    ),
    "no source": (lambda nb: cell(nb, "double-small").update(source=None), "cell 3: its source is no text"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_command_stops_with_one_sentence_and_every_grade_stays(course, fault):
    change, named = FAULTS[fault]
    before = gradebook_content(course)
    edit(course, change)

    for command in COMMANDS:
        done = autograder(command, ASSIGNMENT, cwd=course)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), (command, done.stdout, done.stderr)
        assert named in done.stderr and "Next step: " in done.stderr
    theirs = nbgrader("autograde", ASSIGNMENT, "--force", cwd=course, check=False)
    assert theirs.returncode and f"CourseProblem: {course}" in theirs.stderr and named in theirs.stderr
    assert "KeyError" not in theirs.stderr and "TypeError" not in theirs.stderr

    assert gradebook_content(course) == before


def test_nbgraders_own_feedback_tells_the_instructor_alone(course):
    """A message that names a cell may hold a line of a hidden test: it never stands on a page."""
    edit(course, FAULTS["a test without an id"][0])

    done = nbgrader("generate_feedback", ASSIGNMENT, "--force", cwd=course)

    assert FAULTS["a test without an id"][1] in done.stderr
    for student in ("ada", "bob"):
        page = (course / "feedback" / student / ASSIGNMENT / "problem.html").read_text(encoding="utf-8")
        assert "no grade_id" not in page and "double(3)" not in page


def test_a_source_that_is_damaged_during_the_run_is_no_student_s_fault(course):
    """What is wrong with it stops the run, and stands in nobody's record."""
    opened = Course(course)
    assert opened.sources(ASSIGNMENT).notebooks  # read before, as a run does
    before = gradebook_content(course)
    edit(course, FAULTS["a test without an id"][0])

    with pytest.raises(CourseProblem, match="no grade_id"):
        grade(opened, [ASSIGNMENT], workers=1, force=True)

    assert gradebook_content(course) == before


@pytest.mark.parametrize(("name", "kind"), [("double-any", "test"), ("double", "answer"), ("tools", "read-only cell")])
def test_code_that_became_text_stops_the_run(course, name, kind):
    """A test that is text would run nowhere, and nbgrader gives all points where it finds no error."""
    before = gradebook_content(course)
    edit(course, lambda nb: cell(nb, name).update(cell_type="markdown"))

    done = autograder("grade", ASSIGNMENT, cwd=course)

    said = f"the {kind} {name!r} is a markdown cell in the source folder, and a code cell in the gradebook"
    assert done.returncode == 1 and said in done.stderr, done.stdout
    assert gradebook_content(course) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda nb: cell(nb, "double")["metadata"]["nbgrader"].update(points=5),
        lambda nb: nb["cells"].insert(0, pasted("1 / 1", grade_id="double-any", grade=False, locked=False)),
        lambda nb: cell(nb, "tools")["metadata"]["nbgrader"].update(locked=False),
    ],
    ids=["points of an answer", "another cell of a name that is no longer marked", "a cell that is no longer marked"],
)
def test_what_nbgrader_passes_over_changes_no_grade(course, change):
    before = gradebook_content(course)
    edit(course, change)

    done = autograder("grade", ASSIGNMENT, cwd=course)

    assert done.returncode == 0, done.stderr
    assert gradebook_content(course) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda nb: nb["metadata"].update(kernelspec={"name": "julia-9"}), "No kernel named 'julia-9' is installed"),
        (lambda nb: nb["cells"].append(pasted("1", grade_id=[1], grade=False, locked=False)), ""),
    ],
    ids=["a kernel that is not there", "a list as the name of a cell that is not marked"],
)
def test_what_only_verify_reads_ends_in_no_traceback(course, change, said):
    edit(course, change)

    done = autograder("verify", ASSIGNMENT, cwd=course)

    assert said in done.stderr and "Traceback" not in done.stdout + done.stderr
