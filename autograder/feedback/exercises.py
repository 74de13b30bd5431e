"""The exercises of a notebook: what stands below each heading, its answers, and its checks with their points."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader import utils

HEADING = re.compile(r"#{1,6} ")
LONGEST_HEADING = 200  #: characters; a submission may hold a line of any length
POINTS = re.compile(r" *\(\d+(\.\d+)? points?\)$")
NO_RESPONSE = "No response."  #: nbgrader's own comment on a cell that nobody changed
LONGEST_SAID = 2_000  #: characters; the whole stands at the cell


@dataclass(frozen=True)
class Check:
    """A cell that gives points."""

    grade_id: str
    points: float
    most: float
    said: str  #: why points are missing, if its test said so
    has_comment: bool

    @property
    def is_full(self) -> bool:
        """Has it all its points? A check without points proves nothing."""
        return 0 < self.most <= self.points

    @property
    def sign(self) -> str:
        """A tick, a half or a cross: what the points say, for who sees no colours."""
        return "✓" if self.points >= self.most else "◐" if self.points > 0 else "✗"


@dataclass
class Exercise:
    """What stands below one heading of a notebook."""

    title: str
    answers: list[str] = field(default_factory=list)  #: names of the cells with its answers
    comments: list[str] = field(default_factory=list)  #: those of them on which somebody commented
    checks: list[Check] = field(default_factory=list)

    @property
    def points(self) -> float:
        """The sum over its checks."""
        return sum(check.points for check in self.checks)

    @property
    def most(self) -> float:
        """The most that its checks give."""
        return sum(check.most for check in self.checks)


def exercises_of(notebook: NotebookNode) -> list[Exercise]:
    """The exercises of a graded notebook in order; each is what stands below the last heading before its answer."""
    found: list[Exercise] = []
    heading = title = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not utils.is_solution(cell):
            lines = [line for line in cell.source.splitlines() if HEADING.match(line)]
            heading = POINTS.sub("", lines[-1][:LONGEST_HEADING].strip("# ")) if lines else heading
        if utils.is_solution(cell) or not title:
            title = heading
        if utils.is_solution(cell) or utils.is_grade(cell) or utils.is_task(cell):
            if not found or found[-1].title != title:
                found.append(Exercise(title))
            if utils.is_grade(cell) or utils.is_task(cell):
                found[-1].checks.append(check_in(cell))
            else:
                found[-1].answers.append(cell.metadata.nbgrader.grade_id)
                if cell.metadata.nbgrader.get("comment") not in (None, "", NO_RESPONSE):
                    found[-1].comments.append(cell.metadata.nbgrader.grade_id)
    return [exercise for exercise in found if exercise.checks]


def check_in(cell: NotebookNode) -> Check:
    """What a graded cell shows of itself. Its points come from the gradebook, by nbgrader's GetGrades."""
    marks = cell.metadata.nbgrader
    points, most = float(marks.get("score") or 0), float(marks.get("points") or 0)
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    said = ""
    if errors and points < most:
        said = errors[0].evalue or (
            "Not answered yet." if errors[0].ename == "NotImplementedError" else errors[0].ename
        )
    return Check(marks.grade_id, points, most, said[:LONGEST_SAID], bool(marks.get("comment")))
