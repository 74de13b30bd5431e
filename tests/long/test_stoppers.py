"""A class of 200 and one of every stopper: each is named, none costs anybody else a point, a page or much time.

make stoppers
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from autograder.course.folder import Course
from autograder.report.table import Score, read_table
from tests.small_course import ASSIGNMENT, RIGHT, hand_in, make_course
from tests.stoppers import STOPPERS, Stopper

CLASS = 200
HONEST = [f"honest-{number:03d}" for number in range(CLASS)]
# As low as an honest student on a busy machine allows, so that what never ends ends soon.
SETTINGS = """\
c.SealedExecute.cell_timeout = 4
c.SealedExecute.cell_cpu = 4
c.SealedExecute.memory = 512
c.SealedExecute.scratch = 16
c.SealedExecute.shared_memory = 16
c.SealedExecute.processes = 60
c.SealedExecute.preload = []
c.FeedbackPages.page_seconds = 20
"""
MOST_SECONDS = 4  #: that a stopper may add to the run, on average; measured: 1


@dataclass(frozen=True)
class Graded:
    """A class after both commands."""

    course: Path
    said: str  #: all that was printed
    seconds: float
    scores: dict[str, Score]

    def of(self, student: str) -> str:
        """What is said of a student: in the lines that were printed, and by the messages of the graded notebook."""
        named = re.compile(rf"(^|\s){re.escape(student)} / {ASSIGNMENT}:")
        lines = [line for line in self.said.splitlines() if named.search(line)]
        path = self.course / "autograded" / student / ASSIGNMENT / "problem.ipynb"
        if path.is_file():
            for cell in nbformat.read(path, as_version=4).cells:
                for output in cell.get("outputs", []):
                    lines += [f"{output.ename}: {output.evalue}"] if output.output_type == "error" else []
                    lines += [output.text] if output.output_type == "stream" else []
        return "\n".join(lines)

    def page(self, student: str) -> str:
        return (self.course / "feedback" / student / ASSIGNMENT / "problem.html").read_text(encoding="utf-8")


def graded(folder: Path, stoppers: list[Stopper], honest: list[str]) -> Graded:
    """Grade a class and write its feedback, with the commands that a grader uses."""
    course = make_course(folder / "course", settings=SETTINGS)
    (course / "source" / ASSIGNMENT / "data").mkdir()
    (course / "source" / ASSIGNMENT / "data" / "numbers.txt").write_text("1 2 3", encoding="utf-8")
    for student in honest:
        hand_in(course, student, RIGHT)
    for stopper in stoppers:
        stopper.spoil(hand_in(course, stopper.name, RIGHT).parent)
    started, said = time.monotonic(), ""
    for command in ("grade", "feedback"):
        done = subprocess.run(
            [sys.executable, "-m", "autograder", command, ASSIGNMENT, "--workers", "2"],
            cwd=course,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=3600,
        )
        said += done.stdout.decode() + done.stderr.decode()
        assert done.returncode == 0, said
        said += f"[{command} took until second {time.monotonic() - started:.0f}]\n"
    seconds = time.monotonic() - started
    scores = {student: by[ASSIGNMENT] for student, by in read_table(Course(course), [ASSIGNMENT]).scores.items()}
    return Graded(course, said, seconds, scores)


@pytest.fixture(scope="module")
def with_stoppers(tmp_path_factory) -> Graded:
    return graded(tmp_path_factory.mktemp("with"), STOPPERS, HONEST)


@pytest.fixture(scope="module")
def without_stoppers(tmp_path_factory) -> Graded:
    return graded(tmp_path_factory.mktemp("without"), [], HONEST)


@pytest.mark.parametrize("stopper", STOPPERS, ids=lambda stopper: stopper.name)
def test_a_stopper_is_named_and_keeps_what_its_answers_deserve(stopper, with_stoppers):
    said = with_stoppers.of(stopper.name)
    assert stopper.said in said
    assert with_stoppers.scores[stopper.name].points == stopper.points, said[:2000]
    assert not stopper.has_page or with_stoppers.page(stopper.name)


def test_every_honest_student_has_all_points_and_a_page_and_nothing_is_said_of_them(with_stoppers):
    assert {with_stoppers.scores[student].points for student in HONEST} == {6}
    assert all("6.0 / 6.0" in with_stoppers.page(student) for student in HONEST)
    assert not [student for student in HONEST if with_stoppers.of(student)]


def test_nothing_but_sentences_is_printed(with_stoppers):
    assert "Traceback" not in with_stoppers.said
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", with_stoppers.said)


def test_what_the_stoppers_cost_is_bounded(with_stoppers, without_stoppers):
    seconds = with_stoppers.seconds - without_stoppers.seconds
    print(f"{len(HONEST)} honest: {without_stoppers.seconds:.0f} s; {len(STOPPERS)} stoppers: {seconds:.0f} s more")
    assert seconds < MOST_SECONDS * len(STOPPERS)
