"""Late penalties after marks by hand: nbgrader takes one only while it grades, of the points that are there then."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from nbconvert.exporters import Exporter
from nbformat.v4 import new_notebook
from nbgrader.api import Assignment, SubmittedAssignment
from nbgrader.converters import Autograde
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.orm import undefer
from traitlets.utils.importstring import import_item

from autograder.course.folder import Course, Submission
from autograder.course.gradebook import OpenGradebook
from autograder.course.preprocessors import register
from autograder.record.outcomes import read_record


class Penalties:
    """The course's own preprocessors that take points off for lateness; nothing else is run."""

    def __init__(self, course: Course, gradebook: OpenGradebook):
        self.course, self.gradebook = course, gradebook
        converter = Autograde(coursedir=course.directory, config=course.config)
        configured = converter.autograde_preprocessors
        kinds = [import_item(kind) if isinstance(kind, str) else kind for kind in configured]
        penalties = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, AssignLatePenalties)]
        self.exporter = Exporter(parent=converter, config=converter.config, optimistic_validation=bool(penalties))
        register(self.exporter, penalties, gradebook)

    def renew(self, submission: Submission, names: Iterable[str], without: Collection[str] = ()) -> str:
        """Take the late penalty of the points that a submission has now, marks given by hand included.

        names:   of its notebooks
        without: those that were not graded
        Returns a sentence when the penalty changed.
        """
        before = self._penalty(submission)
        said = {"student": submission.student, "assignment": submission.assignment}
        said["db_url"] = self.course.directory.db_url
        for name in names:
            if name not in without:
                self.exporter.from_notebook_node(new_notebook(), {"nbgrader": said | {"notebook": name}})
        self.gradebook.save()
        after = self._penalty(submission)
        return "" if before == after else f"Its late penalty is {after:g} points now; it was {before:g}."

    def _penalty(self, submission: Submission) -> float:
        return self.gradebook.find_submission(submission.assignment, submission.student).late_submission_penalty


def renew_penalties(course: Course, assignments: Iterable[str]) -> dict[Submission, str]:
    """Renew the penalties of all that the gradebook knows; returns a sentence for each that changed.

    Whoever shows points calls it first: nobody should read a penalty that is older than the points it is taken of.
    """
    said: dict[Submission, str] = {}
    with OpenGradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        penalties = Penalties(course, gradebook)
        for assignment in assignments:
            names = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
            for student in late_students(gradebook, assignment):
                one = Submission(assignment, student)
                record, graded = read_record(course, one), course.folder("autograded", one)
                problems = record.problems if record else {}
                without = [name for name in problems if not (graded / f"{name}.ipynb").is_file()]
                if sentence := penalties.renew(one, names, without):
                    said[one] = sentence
    return said


def late_students(gradebook: OpenGradebook, assignment: str) -> list[str]:
    """Whose submission is late, or has a penalty although it is late no longer."""
    kind = SubmittedAssignment
    found = gradebook.db.query(kind).join(Assignment).filter(Assignment.name == assignment)
    entries = found.options(undefer(kind.late_submission_penalty)).all()
    late = sorted(one.student_id for one in entries if one.total_seconds_late > 0 or one.late_submission_penalty)
    gradebook.undo()  # what was read may be changed by others before its turn comes
    return late
