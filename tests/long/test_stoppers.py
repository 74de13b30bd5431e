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
SETTINGS = """\
c.SealedExecute.cell_timeout = {limit:.0f}
c.SealedExecute.cell_cpu = {limit:.0f}
c.SealedExecute.memory = 512
c.SealedExecute.scratch = 16
c.SealedExecute.shared_memory = 16
c.SealedExecute.processes = 60
c.FeedbackPages.page_seconds = {page_limit:.0f}
"""
# Nothing here is a number of seconds that a slow machine could not keep: honest students set the measure.
FIRST = 12  #: honest students who are graded before the class, with limits that only a hang meets
HANGS = 600  #: seconds of those limits
ALLOWED = 40  #: a limit is so many times what an honest student took there, and no less than all of them with the start
TIMES = 20  #: so many times an honest student of the same run may a stopper cost beside its limit, on average


@dataclass(frozen=True)
class Graded:
    """A class after both commands."""

    course: Path
    said: str  #: all that was printed
    seconds: dict[str, float]  #: by command
    limits: dict[str, float]  #: by command: seconds after which it ends what a submission does
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

    def honest_seconds(self, command: str, honest: list[str]) -> float:
        """What an honest student took, on average: they come one after the other, since their names do."""
        folder, kind = self.course / ".autograder" / ASSIGNMENT, {"grade": "json", "feedback": "feedback"}[command]
        done = sorted((folder / f"{student}.{kind}").stat().st_mtime for student in honest)
        return (done[-1] - done[0]) / (len(done) - 1)

    def page(self, student: str) -> str:
        return (self.course / "feedback" / student / ASSIGNMENT / "problem.html").read_text(encoding="utf-8")


def graded(folder: Path, stoppers: list[Stopper], honest: list[str], limits: dict[str, float]) -> Graded:
    """Grade a class and write its feedback, with the commands that a grader uses."""
    settings = SETTINGS.format(limit=limits["grade"], page_limit=limits["feedback"])
    course = make_course(folder / "course", settings=settings)
    (course / "source" / ASSIGNMENT / "data").mkdir()
    (course / "source" / ASSIGNMENT / "data" / "numbers.txt").write_text("1 2 3", encoding="utf-8")
    for student in honest:
        hand_in(course, student, RIGHT)
    for stopper in stoppers:
        stopper.spoil(hand_in(course, stopper.name, RIGHT).parent)
    said, seconds = "", {}
    for command in limits:
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "autograder", command, ASSIGNMENT, "--workers", "2"],
            cwd=course,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        seconds[command] = time.monotonic() - started
        said += done.stdout.decode() + done.stderr.decode()
        assert done.returncode == 0, said
    scores = {student: by[ASSIGNMENT] for student, by in read_table(Course(course), [ASSIGNMENT]).scores.items()}
    return Graded(course, said, seconds, limits, scores)


@pytest.fixture(scope="module")
def limits(tmp_path_factory) -> dict[str, float]:
    """By command: what a cell and a page may take on this machine, as busy as it is."""
    first = graded(tmp_path_factory.mktemp("first"), [], HONEST[:FIRST], {"grade": HANGS, "feedback": HANGS})
    return {
        command: max(seconds, ALLOWED * first.honest_seconds(command, HONEST[:FIRST]))
        for command, seconds in first.seconds.items()
    }


@pytest.fixture(scope="module")
def with_stoppers(tmp_path_factory, limits) -> Graded:
    return graded(tmp_path_factory.mktemp("with"), STOPPERS, HONEST, limits)


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


@pytest.mark.parametrize("command", ["grade", "feedback"])
def test_a_stopper_costs_no_more_than_its_limit_and_some_honest_students(command, with_stoppers):
    honest, limit = with_stoppers.honest_seconds(command, HONEST), with_stoppers.limits[command]
    each = (with_stoppers.seconds[command] - honest * len(HONEST)) / len(STOPPERS)
    print(f"{command}: an honest student {honest:.2f} s, a stopper {each:.2f} s; limit {limit:.0f} s")
    assert each < limit + TIMES * honest
