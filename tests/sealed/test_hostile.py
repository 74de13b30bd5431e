"""Hostile answers, graded sealed: no point for them, no harm to others, nothing learned, nothing left behind."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import determine_grade

from autograder.grading.shared_pool import shared_pool
from autograder.sealed.limits import MIB, Limits
from autograder.sealed.plan.cells import setup_imports
from autograder.sealed.plan.marks import is_test
from autograder.sealed.session.session import execute_sealed
from bank import Answer, answers, exercises, expected_scores, files_beside, fill_in, notebook_path, read_notebook
from tests.conftest import copy_course, nbgrader

pytestmark = [pytest.mark.slow, pytest.mark.bank]
UNIT = "04-restoring"
HOSTILE = answers(UNIT, "restore", "hostile")
SMALL = Limits(
    cell_timeout=2.0,
    grace=0.4,
    memory=3 << 30,
    scratch=32 * MIB,
    shared_memory=16 * MIB,
    processes=48,
    open_files=128,
    cell_output=256 * 1024,
)
MARK = "hostile-was-here"
# Through the whole of nbgrader: what could spoil the notebook, the gradebook, the run or the next student.
IN_CLASS = [
    "error_messages_that_attack",
    "output_nested",
    "output_active",
    "number_as_repr",
    "displayhook_number",
    "process_name",
    "detached_child",
    "gradebook_written",
    "startup_files",
    "exit_at_once",
    "reference_solution",
    "later_cells_replaced",
]


def secret() -> str:
    return f"CANARY-{secrets.token_hex(4)}"


@pytest.fixture(scope="module")
def canaries(tmp_path_factory):
    """Secrets where a grader keeps them: hidden tests, source folder, gradebook, another submission, environment."""
    root = tmp_path_factory.mktemp("course")
    planted = {place: secret() for place in ("tests", "source", "gradebook", "submitted", "environment")}
    notebook = source_with(planted["tests"])
    for place in ("source", "submitted/other"):
        folder = root / place / UNIT
        folder.mkdir(parents=True)
        notebook.cells[1].source += f"\n# {planted[place.split('/')[0]]}"
        nbformat.write(notebook, folder / "restoring.ipynb")
    with sqlite3.connect(root / "gradebook.db") as gradebook:
        gradebook.execute("create table grade (auto_score, manual_score, note)")
        gradebook.execute("insert into grade values (1, 1, ?)", [planted["gradebook"]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_TOKEN", planted["environment"])
        patch.chdir(root)
        shared_pool().close()  # a fresh one, started with the secret in its environment
        yield planted
    with sqlite3.connect(root / "gradebook.db") as gradebook:
        assert gradebook.execute("select * from grade").fetchall() == [(1, 1, planted["gradebook"])]
    shutil.rmtree(root)


def source_with(canary: str) -> nbformat.NotebookNode:
    """The instructor's notebook, with a secret in every hidden test."""
    source = read_notebook(UNIT)
    for cell in source.cells:
        cell.source = cell.source.replace("### BEGIN HIDDEN", f'canary = "{canary}"\n### BEGIN HIDDEN')
    return source


@pytest.fixture(scope="module")
def source(canaries):
    return source_with(canaries["tests"])


def run(source, answers: dict[str, str], limits: Limits = SMALL) -> nbformat.NotebookNode:
    work = fill_in(read_notebook(UNIT, "release"), answers)
    return execute_sealed(work, source, files_beside(UNIT), limits, pool=shared_pool())


def scores(done: nbformat.NotebookNode) -> dict[str, float]:
    return {cell.id: determine_grade(cell)[0] for cell in done.cells if is_test(cell)}


def reference() -> dict[str, str]:
    wanted = {exercise.name for exercise in exercises(UNIT)}
    return {cell.id: cell.source for cell in read_notebook(UNIT).cells if cell.id in wanted}


def mounts_of(folder: str) -> list[str]:
    return [line for line in Path("/proc/self/mounts").read_text().splitlines() if folder in line]


def left_in_shared_folders() -> list[str]:
    places = [Path("/dev/shm"), Path("/tmp"), Path("/var/tmp"), Path.home(), Path.cwd()]
    return [str(path) for place in places if place.is_dir() for path in place.iterdir() if MARK in path.name]


def processes_below(pid: int) -> set[int]:
    """The process ids that descend from a process."""
    try:
        text = " ".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:
        return set()
    children = {int(number) for number in text.split()}
    return children.union(*[processes_below(child) for child in children])


@pytest.mark.parametrize("answer", HOSTILE, ids=lambda answer: answer.path.stem)
def test_hostile_answer_scores_nothing_learns_nothing_and_leaves_nothing(answer: Answer, source, canaries):
    grader = shared_pool().parent(imports=setup_imports(source, files_beside(UNIT).modules)).pid
    before = processes_below(grader)
    done = run(source, {"restore": answer.source})
    assert sum(scores(done).values()) == 0, scores(done)
    nbformat.writes(done).encode("utf-8")  # the notebook can be written
    told = str([cell.get("outputs") for cell in done.cells])
    assert not [place for place, canary in canaries.items() if canary in told]
    assert shared_pool().parent().pid == grader
    assert processes_below(grader) == before
    assert mounts_of(shared_pool().parent().folder) == []
    assert left_in_shared_folders() == []


def test_right_answer_after_all_hostile_ones_keeps_every_point(source):
    done = run(source, reference(), Limits())
    assert scores(done) == expected_scores(UNIT)


def test_hostile_bank_is_large_and_every_answer_names_its_attack():
    assert len(HOSTILE) >= 65
    assert all(answer.idea.endswith(".") for answer in HOSTILE)
    assert not [answer for answer in answers(UNIT) if answer.kind == "hostile"]


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory):
    """A class through nbgrader's own command: the hostile students stand between two honest ones."""
    course = copy_course(tmp_path_factory.mktemp("class"), UNIT)
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("c.SealedExecute.cell_timeout = 6\nc.SealedExecute.scratch = 64\n")
    nbgrader("generate_assignment", UNIT, "--create", cwd=course)
    by_name = {answer.path.stem: answer.source for answer in HOSTILE}
    students = {"a-honest": reference(), "z-honest": reference()}
    students |= {f"m-{name}": {"restore": by_name[name]} for name in IN_CLASS}
    name = notebook_path(UNIT).name
    for student, given in students.items():
        folder = course / "submitted" / student / UNIT
        folder.mkdir(parents=True)
        notebook = nbformat.read(course / "release" / UNIT / name, as_version=4)
        nbformat.write(fill_in(notebook, given), folder / name)
    nbgrader("autograde", UNIT, cwd=course)
    return course


def test_class_with_hostile_students_is_graded_to_the_end(graded_class):
    with Gradebook(f"sqlite:///{graded_class}/gradebook/gradebook.db") as gradebook:
        got = {submission.student.id: submission.score for submission in gradebook.assignment_submissions(UNIT)}
    points = sum(expected_scores(UNIT).values())
    assert got == {"a-honest": points, "z-honest": points} | {f"m-{name}": 0 for name in IN_CLASS}


def test_attacks_named_in_the_sample_exist():
    assert set(IN_CLASS) <= {answer.path.stem for answer in HOSTILE}
