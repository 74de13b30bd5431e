"""The grade table: every student and every assignment, read from nbgrader's gradebook."""

from __future__ import annotations

from dataclasses import dataclass

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import undefer

from autograder.course.files import shown
from autograder.course.folder import Course

LONGEST_NAME, LONGEST_HEAD = 40, 16  #: characters of a student's and of an assignment's name


@dataclass(frozen=True)
class Score:
    """What one student has for one assignment."""

    points: float
    late: bool
    needs_look: bool


@dataclass(frozen=True)
class GradeTable:
    """The scores of a class, in points, late penalties taken off."""

    assignments: dict[str, float]  #: largest score of each
    scores: dict[str, dict[str, Score]]  #: by student, then by assignment; no entry without a submission

    def total(self, student: str) -> float:
        """A student's points in all assignments."""
        return sum(score.points for score in self.scores[student].values())

    @property
    def largest_total(self) -> float:
        """The points of all assignments."""
        return sum(self.assignments.values())


def read_table(course: Course, assignments: list[str]) -> GradeTable:
    """Read the scores, late penalties taken off, of every student the gradebook knows."""
    with course.gradebook() as gradebook:
        largest = {name: gradebook.find_assignment(name).max_score for name in assignments}
        scores: dict[str, dict[str, Score]] = {
            student: {} for student in sorted(student.id for student in gradebook.students)
        }
        for name in assignments:
            for entry in _submissions(gradebook, name):
                # nbgrader keeps the penalty apart from the score; so do its own exporters.
                points = max(0.0, entry.score - entry.late_submission_penalty)
                late = entry.total_seconds_late > 0
                scores[entry.student_id][name] = Score(points, late, bool(entry.needs_manual_grade))
    return GradeTable(largest, scores)


def _submissions(gradebook: Gradebook, assignment: str) -> list[SubmittedAssignment]:
    """`gradebook.assignment_submissions` with all that the table shows, in one query for the whole class."""
    kind = SubmittedAssignment
    shown = [undefer(column) for column in (kind.score, kind.late_submission_penalty, kind.needs_manual_grade)]
    found = gradebook.db.query(kind).join(Assignment, Assignment.id == kind.assignment_id)
    return found.filter(Assignment.name == assignment).options(*shown).all()


LEGEND = "L: late, points taken off   ?: needs a look   –: nothing submitted"


def render(grades: GradeTable) -> Table:
    """Draw the table: points, then L for late and ? for needs a look; a dash where nothing was submitted."""
    table = Table()
    table.add_column("student")  # the only column that gives way where the window is too narrow
    for name, points in grades.assignments.items():
        head = shortened(name.partition("-")[0], LONGEST_HEAD)
        table.add_column(Text(f"{head}\n/{points:g}"), justify="right", no_wrap=True)
    table.add_column(f"points\n/{grades.largest_total:g}", justify="right", no_wrap=True)
    table.add_column("%", justify="right", no_wrap=True)
    for student, scores in grades.scores.items():
        cells = [cell(scores.get(name)) for name in grades.assignments]
        total = grades.total(student)
        share = f"{100 * total / grades.largest_total:.0f}" if grades.largest_total else "–"
        label = Text(shortened(student, LONGEST_NAME), no_wrap=True, overflow="ellipsis")
        table.add_row(label, *cells, f"{total:g}", share)
    return table


def shortened(name: str, longest: int) -> str:
    """A name for a column: of a long one the beginning and the end, where names of one class differ."""
    name = shown(name)
    if len(name) <= longest:
        return name
    end = longest // 3
    return f"{name[: longest - end - 1]}…{name[-end:]}"


def cell(score: Score | None) -> str:
    """A score as the table shows it: L marks a late one, ? one that needs a look."""
    if score is None:
        return "–  "
    return f"{score.points:g} {'L' if score.late else ' '}{'?' if score.needs_look else ' '}"
