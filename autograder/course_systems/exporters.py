"""nbgrader's hook for exporting grades: what `autograder export` writes, from `nbgrader export`.

    nbgrader export --exporter autograder.course_systems.exporters.CanvasExport --assignment ps1 \\
        --CanvasExport.file=canvas.csv --to filled.csv
"""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader
from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from autograder.course.files import next_step
from autograder.course.folder import Course
from autograder.course.names import released_assignments
from autograder.course_systems.export import export_canvas, export_csv, export_moodle
from autograder.course_systems.show import existing, export_lines
from autograder.sealed.errors import CourseProblem, GraderError


class Export(ExportPlugin):
    """What the three share: what a person can put right ends the command with a sentence."""

    def export(self, gradebook: Gradebook) -> None:
        """Called by nbgrader. The gradebook is opened anew, by the course that it belongs to."""
        app = self.parent
        if not isinstance(app, NbGrader):
            raise CourseProblem(f"{type(self).__name__} needs nbgrader's export. Next step: nbgrader export.")
        try:
            course = Course(Path(app.coursedir.root))
            course.directory.db_url = app.coursedir.db_url
            for line in self.write(course, Path(self.to) if self.to else None):
                self.log.info(line)
        except GraderError as error:
            app.fail("%s", error)
        except OSError as error:
            app.fail("%s. Next step: %s.", error, next_step(error))

    def write(self, course: Course, to: Path | None) -> list[str]:
        """Write the files; returns sentences about them."""
        raise NotImplementedError

    def one_assignment(self, course: Course) -> str:
        """The assignment that --assignment names. Raises CourseProblem when it names none or several."""
        if len(self.assignment) != 1:
            raise CourseProblem("Which assignment? Next step: name one, like --assignment ps1.")
        return released_assignments(course, [str(self.assignment[0])])[0]

    @property
    def students(self) -> list[str]:
        """Those that --student names; empty for everybody."""
        return [str(student) for student in self.student]


class CsvExport(Export):
    """Every exercise's points, quoted, harmless in a spreadsheet; nbgrader's own exporter is none of these."""

    def write(self, course: Course, to: Path | None) -> list[str]:
        """Write a row for each student."""
        named = released_assignments(course, [str(name) for name in self.assignment])
        return [f"Points: {export_csv(course, named, to, self.students)}"]


class CanvasExport(Export):
    """A gradebook that Canvas exported, with one column filled."""

    file = Unicode("", help="The gradebook as Canvas exported it.").tag(config=True)
    column = Unicode("", help="Canvas's number or title of the assignment's column.").tag(config=True)

    def write(self, course: Course, to: Path | None) -> list[str]:
        """Fill the column, and pack the feedback."""
        assignment = self.one_assignment(course)
        file = existing(Path(self.file))
        return export_lines(export_canvas(course, file, assignment, self.column, to, self.students))


class MoodleExport(Export):
    """An assignment's grading worksheet from Moodle, with its grades filled."""

    file = Unicode("", help="The grading worksheet as Moodle made it.").tag(config=True)

    def write(self, course: Course, to: Path | None) -> list[str]:
        """Fill the grades, and pack the feedback."""
        assignment = self.one_assignment(course)
        return export_lines(export_moodle(course, existing(Path(self.file)), assignment, to, self.students))
