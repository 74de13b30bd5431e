"""What a feedback page says of its submission: whose it is, when it came and was due, and worked solutions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions, NbGraderPreprocessor
from sqlalchemy import func, select
from traitlets import Float

from autograder.course.folder import Submission
from autograder.course.late import SECONDS_PER_DAY, duration
from autograder.course.rules import POINTS, SENTENCES, Attempts
from autograder.course.source import read_notebook
from autograder.feedback.exercises import exercises_of
from autograder.record.attempts import read_attempts
from autograder.sealed.errors import CourseProblem


class AboutSubmission(NbGraderPreprocessor):
    """Tell the page's template about the submission. Named in `c.GenerateFeedback.preprocessors`, after GetGrades."""

    days_until_solutions = Float(
        None,
        allow_none=True,
        help="""Days after the due date, with the longest extension that anybody has, from which feedback shows the
        worked solution of each exercise with full points; make feedback again then. None: never. Without a due date
        nobody knows who may still hand in, so there is none either. Choose as many days as late work is taken, since
        whoever has a solution can pass it on.""",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Add to the resources of one notebook, which stays as it is."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            facts = self.facts(gradebook, gradebook.find_submission(names["assignment"], names["student"]))
        names["about"], names["worked_solutions"] = facts, {}
        nb.cells = [shown for cell in nb.cells if (shown := cut(cell, facts["shows"]))]
        if facts["solutions"]:
            source = Path(self.course.format_path(self.course.source_directory, ".", names["assignment"]))
            names["worked_solutions"] = self.solutions(nb, source / f"{names['notebook']}.ipynb")
        return nb, resources

    @cached_property
    def course(self) -> CourseDirectory:
        """nbgrader's own object for the course's folders."""
        return CourseDirectory(config=self.config)

    def facts(self, gradebook: Gradebook, submission: SubmittedAssignment) -> dict[str, Any]:
        """What the page's head says, and whether there are worked solutions by now."""
        student = submission.student
        name = " ".join(filter(None, (student.first_name, student.last_name)))
        late = submission.total_seconds_late
        return {
            "who": f"{name} ({student.id})" if name else student.id,
            "handed_in": date(submission.timestamp),
            "due": date(submission.duedate),  # with this student's extension
            "late": duration(late) if late > 0 else "",
            "solutions": self.is_over(submission, gradebook, self.days_until_solutions),
            "shows": self.shows(gradebook, submission),
            "attempts": self.attempts(submission),
        }

    def is_over(self, submission: SubmittedAssignment, gradebook: Gradebook, days: float | None) -> bool:
        """Have so many days passed since the due date with the longest extension that anybody has?"""
        due = submission.assignment.duedate
        if days is None or due is None:
            return False
        theirs = SubmittedAssignment.assignment_id == submission.assignment_id
        longest = gradebook.db.execute(select(func.max(SubmittedAssignment.extension)).where(theirs)).scalar()
        passed = datetime.now(UTC).replace(tzinfo=None) - due - max(longest or timedelta(), timedelta())
        return passed.total_seconds() > days * SECONDS_PER_DAY  # which may be more days than a calendar has

    def shows(self, gradebook: Gradebook, submission: SubmittedAssignment) -> str:
        """How much the page shows now; see `c.Attempts.shows`."""
        setting = Attempts(config=self.config).of(submission.assignment.name).shows
        return SENTENCES if setting == SENTENCES or self.is_over(submission, gradebook, 0) else setting

    def attempts(self, submission: SubmittedAssignment) -> str:
        """What is left after the attempt that the page is about; "" when no attempts are counted."""
        names = Submission(submission.assignment.name, submission.student.id)
        counted = [one.arrived for one in read_attempts(Path(self.course.root), names) if one.counts]
        if not counted:
            return ""
        return Attempts(config=self.config).rules(names.assignment).after(counted, counted[-1])

    def solutions(self, graded: NotebookNode, source: Path) -> dict[str, str]:
        """By the name of an answer cell: its worked solution, where each check of the exercise has full points.

        Exercises are those of the instructor's notebook: in a submission, headings and cells may stand anywhere.
        """
        if not source.is_file():
            return {}
        try:
            notebook = read_notebook(source)
        except CourseProblem as problem:  # not for the student's page: it may hold a line of a test
            self.log.warning("No worked solutions: %s", problem)
            return {}
        theirs = {check.grade_id: check for exercise in exercises_of(graded) for check in exercise.checks}
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if utils.is_solution(cell)}
        full = [
            exercise
            for exercise in exercises_of(notebook)
            if all((mine := theirs.get(check.grade_id)) and mine.is_full for check in exercise.checks)
        ]
        return {name: self.code(cells[name]) for one in full for name in one.answers if self.may_show(cells[name])}

    def may_show(self, cell: NotebookNode) -> bool:
        """No text, and nothing with a hidden test in it, wherever an instructor wrote one."""
        return cell.cell_type == "code" and ClearHiddenTests(parent=self).begin_test_delimeter not in cell.source

    def code(self, cell: NotebookNode) -> str:
        """The instructor's answer without the lines that mark the solution."""
        marks = ClearSolutions(parent=self)
        ends = (marks.begin_solution_delimeter, marks.end_solution_delimeter)
        return "\n".join(line for line in cell.source.splitlines() if not any(end in line for end in ends))


def cut(cell: NotebookNode, shows: str) -> NotebookNode | None:
    """A cell as the page shows it: a test's sentences are taken out of it, or nothing of the test is left."""
    if shows == SENTENCES or not utils.is_grade(cell) or utils.is_solution(cell):
        return cell
    if shows == POINTS:
        return None
    cell.outputs = []
    return cell


def date(moment: datetime | None) -> str:
    """Such as "2 March 2026, 18:00 UTC"; nbgrader keeps times in UTC."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC" if moment else ""
