"""nbgrader's side of grading: what goes to the workers, and what comes back into gradebook and folders.

Cells, points, penalties and pages are nbgrader's own preprocessors' and exporters', in the order that nbgrader's
configuration names. Only the execution itself is cut out of the middle, since it happens in a worker.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shlex
import shutil
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from nbconvert.exporters import Exporter
from nbconvert.writers import FilesWriter
from nbformat import NotebookNode
from nbformat.warnings import DuplicateCellId, MissingIDFieldWarning
from nbgrader.api import InvalidEntry, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import OperationalError, SAWarning
from traitlets.utils.importstring import import_item

from autograder.course.files import next_step, put_in_place, remove_all_but, write_files
from autograder.course.folder import Course, Submission, link_in
from autograder.course.gradebook import OpenGradebook
from autograder.course.preprocessors import register
from autograder.course.released import answers_of, instructors_notebook, released_cells
from autograder.intake.submission import HandedIn, files_beside, read_notebook, read_submission, unreadable
from autograder.record.job import Executed, Job
from autograder.record.penalties import Penalties
from autograder.sealed.errors import CourseProblem, NotANotebook, first_line
from autograder.sealed.limits import Files, Limits
from autograder.sealed.plan.marks import is_marked

TRIES = 5  #: how often a submission is written when the gradebook is locked by another program


class Execution(Protocol):
    """A preprocessor that executes notebooks within limits."""

    def __init__(self, *, parent: object) -> None: ...

    def limits(self) -> Limits:
        """Those that the course configures."""


class Bookkeeping:
    """One course and its open gradebook."""

    def __init__(self, course: Course, gradebook: OpenGradebook, execution: type[Execution]):
        """execution: the preprocessor in whose place workers execute.

        Raises CourseProblem when the configuration does not name it.
        """
        self.course, self.gradebook = course, gradebook
        self._names: dict[str, list[str]] = {}  # of the notebooks of each assignment
        self._sources: dict[tuple[str, str], NotebookNode] = {}
        self._released: dict[str, dict[str, dict[str, str]]] = {}  # by assignment and notebook: answers
        self.directory = CourseDirectory(config=course.config)  # its own, since it is pointed at each submission
        self.converter = Autograde(coursedir=self.directory, config=course.config)
        self.converter.log = quiet_log()
        self.converter.writer = FilesWriter(parent=self.converter)
        before, executes, after = split(self.converter, execution)
        self.limits = executes.limits()
        self.sanitise = self._exporter(Exporter, self.converter.sanitize_preprocessors + before)
        self.finish = self._exporter(self.converter.exporter_class, after)
        self.penalties = Penalties(course, gradebook)

    def read(self, submission: Submission) -> HandedIn:
        """What a student handed in: half of the scratch folder is the most that may lie beside the notebooks."""
        names = self.course.chosen_notebooks(self.notebook_names(submission.assignment))
        folder = self.course.folder("submitted", submission)
        link = link_in(self.directory, submission.student, submission.assignment)
        return read_submission(folder, names, self.directory.ignore, self.limits.scratch // 2, link)

    def prepare(self, submission: Submission, handed_in: HandedIn) -> tuple[Job, dict[str, str]]:
        """Sanitise a submission; returns what travels, and a problem for each notebook that cannot be graded."""
        self._point_at(submission)
        notebooks, problems = {}, dict(handed_in.problems)
        for name, content in handed_in.notebooks.items():
            try:
                notebook = read_notebook(name, content)
                notebooks[name], _ = self.sanitise.from_notebook_node(notebook, self._resources(submission, name))
            except NotANotebook as error:
                problems[name] = str(error)
            except (CourseProblem, OperationalError, OSError):
                raise  # the source was edited during the run, or the gradebook is locked: no student is at fault
            except Exception as error:  # whatever a damaged notebook makes nbgrader say
                problems[name] = unreadable(name, error)
        self.gradebook.undo()  # nothing was written; forget what was read
        files = self._files(submission, handed_in)
        sources = {name: self.source(submission.assignment, name) for name in notebooks}
        size = sum(map(len, [*handed_in.notebooks.values(), *files.given.values(), *files.handed_in.values()]))
        return Job(submission.assignment, submission.student, notebooks, sources, files, self.limits, size), problems

    def is_blank(self, job: Job) -> bool:
        """Whether every answer of a submission is as it was released. What cannot be read may hold some."""
        if job.assignment not in self._released:
            books = self.gradebook.find_assignment(job.assignment).notebooks
            self._released[job.assignment] = {book.name: answers_of(released_cells(book)) for book in books}
        found = {name: answers_of(notebook.cells) for name, notebook in job.notebooks.items()}
        return any(found.values()) and found == self._released[job.assignment]

    def write(
        self, submission: Submission, handed_in: HandedIn, executed: Executed, problems: dict[str, str]
    ) -> tuple[dict[str, str], str]:
        """Write grades, penalties and the autograded notebooks.

        Returns all problems, by notebook, and a hash of the automatic scores as they are now in the gradebook.

        A notebook with a problem gets 0 points and is marked for a human to look at; without that an earlier
        submission's points would stay, under the new time. What nbgrader cannot record is such a problem, too. While
        another program locks the gradebook, it is tried again. Raises CourseProblem when a file cannot be written, and
        sqlalchemy's OperationalError when the gradebook stays locked.
        """
        for tried in range(TRIES):
            try:
                return self._write(submission, handed_in, executed, problems)
            except OperationalError:
                if tried + 1 == TRIES:
                    raise
                time.sleep(tried)
            except OSError as error:
                if isinstance(error, FileNotFoundError) and tried + 1 < TRIES:
                    continue  # another program, which grades the same submission, removed a folder meanwhile
                raise CourseProblem(
                    f"{submission} cannot be written: {error}. What is graded stays. "
                    f"Next step: {next_step(error)}, then run the same command again."
                ) from None
            except Exception as error:  # whatever this notebook makes nbgrader say
                if isinstance(error, InvalidEntry) and tried + 1 < TRIES:
                    continue  # another program entered the same student or submission meanwhile
                if not executed.notebooks:
                    raise
                said = f"nbgrader could not record it: {first_line(error)}"
                problems = problems | dict.fromkeys(executed.notebooks, said)
                executed = Executed()
        raise AssertionError("the last try returns or raises")

    def notebook_names(self, assignment: str) -> list[str]:
        """Raises CourseProblem when the gradebook does not know the assignment."""
        if assignment not in self._names:
            try:
                found = self.gradebook.find_assignment(assignment)
            except MissingEntry:
                raise CourseProblem(
                    f"The gradebook knows no assignment {assignment!r}. "
                    f"Next step: nbgrader generate_assignment {shlex.quote(assignment)}"
                ) from None
            self._names[assignment] = [notebook.name for notebook in found.notebooks]
        return self._names[assignment]

    def check_source(self, assignment: str) -> None:
        """Raise CourseProblem when the source folder does not say what was released: before anything is written."""
        names = self.notebook_names(assignment)
        for name, notebook in self.course.sources(assignment).notebooks.items():
            if name not in names and any(is_marked(cell) for cell in notebook.cells):
                raise CourseProblem(
                    f"{assignment}: the gradebook does not know {name}.ipynb, which has graded cells. "
                    "Nothing was graded, and every grade stays. Next step: nbgrader generate_assignment "
                    f"{shlex.quote(assignment)} --force, or move the file out of the source folder."
                )
        for name in names:
            self.source(assignment, name)

    def released_state(self, assignment: str) -> str:
        """Hash what the gradebook holds of an assignment that decides grades: cells, points, kernels, the due date."""
        entry = self.gradebook.find_assignment(assignment)
        held = [[book.name, book.kernelspec, released_cells(book)] for book in entry.notebooks]
        for _, _, cells in held:
            for cell in cells:
                del cell["id"]  # a new one each time
        return hashlib.sha256(json.dumps([str(entry.duedate), held]).encode()).hexdigest()

    def automatic_scores(self, assignment: str, student: str = "") -> dict[str, str]:
        """By student: a hash of the points that tests gave in the notebooks that are graded here."""
        chosen = self.course.chosen_notebooks(self.notebook_names(assignment))
        return self.gradebook.automatic_scores(assignment, chosen, student)

    def source(self, assignment: str, name: str) -> NotebookNode:
        """The instructor's notebook, made once a run."""
        key = (assignment, name)
        if key not in self._sources:
            written = self.course.sources(assignment).notebooks.get(name)
            released = self.gradebook.find_notebook(name, assignment)
            self._sources[key] = instructors_notebook(assignment, released, written)
        return self._sources[key]

    def _write(
        self, submission: Submission, handed_in: HandedIn, executed: Executed, problems: dict[str, str]
    ) -> tuple[dict[str, str], str]:
        """One transaction: either all of it is in the gradebook or nothing.

        A preprocessor of somebody else's is the exception: what comes before it is committed first. As in nbgrader, a
        notebook that `CourseDirectory.notebook_id` leaves out keeps its points and its graded version.
        """
        names = self.notebook_names(submission.assignment)
        kept = {f"{name}.ipynb" for name in set(names).difference(self.course.chosen_notebooks(names))}
        problems = problems | executed.problems
        folder, graded = self.course.folder("submitted", submission), self.course.folder("autograded", submission)
        self._point_at(submission)
        new = graded.with_name(f".{graded.name}.new")
        try:
            shutil.rmtree(new, ignore_errors=True)  # of a run that was killed; one that still writes there tries again
            self.converter.notebooks = sorted(str(folder / f"{name}.ipynb") for name in executed.notebooks)
            if executed.notebooks:
                self.converter.run_pre_convert_hook()
                files = self._files(submission, handed_in)
                write_files(new, files.given | files.handed_in)
            self._enter(submission, handed_in)
            self.converter.writer.build_directory = str(new)
            for name, notebook in executed.notebooks.items():
                output, resources = self.finish.from_notebook_node(notebook, self._resources(submission, name))
                self.converter.writer.write(output, resources, notebook_name=name)
            self._give_nothing(submission, problems)
            scores = self.automatic_scores(submission.assignment, submission.student).get(submission.student, "")
            self.gradebook.save()
            if executed.notebooks:
                put_in_place(new, graded, kept)
                self.converter.set_permissions(submission.assignment, submission.student)
                self.converter.run_post_convert_hook()
            else:
                remove_all_but(kept, graded)
        except BaseException:
            self.gradebook.undo()
            shutil.rmtree(new, ignore_errors=True)
            raise
        return problems, scores

    def _exporter(self, kind: type[Exporter], preprocessors: list) -> Exporter:
        # Each notebook is validated when it is done, not after each preprocessor.
        exporter = kind(parent=self.converter, config=self.converter.config, optimistic_validation=True)
        register(exporter, preprocessors, self.gradebook)
        return exporter

    def _point_at(self, submission: Submission) -> None:
        self.directory.assignment_id, self.directory.student_id = submission.assignment, submission.student

    def _resources(self, submission: Submission, name: str) -> dict:
        """What nbgrader's converters tell their preprocessors about a notebook."""
        names = vars(submission) | {"notebook": name, "db_url": self.directory.db_url}
        return {"unique_key": name, "output_files_dir": f"{name}_files", "nbgrader": names}

    def _files(self, submission: Submission, handed_in: HandedIn) -> Files:
        given = self.course.sources(submission.assignment).files
        return files_beside(given, handed_in.files, self.converter.exclude_overwriting.get(submission.assignment, []))

    def _enter(self, submission: Submission, handed_in: HandedIn) -> None:
        """The student's and the submission's rows. Without a time the one of an earlier submission stays."""
        known = {} if handed_in.timestamp is None else {"timestamp": handed_in.timestamp}
        self.gradebook.update_or_create_student(submission.student)
        self.gradebook.update_or_create_submission(submission.assignment, submission.student, **known)

    def _give_nothing(self, submission: Submission, problems: dict[str, str]) -> None:
        for name in problems:
            found = self.gradebook.find_submission_notebook(name, submission.assignment, submission.student)
            found.late_submission_penalty = None
            for mark in found.grades:
                mark.auto_score, mark.needs_manual_grade = 0, True


def split(converter: Autograde, execution: type[Execution]) -> tuple[list, Execution, list]:
    """The configured preprocessors before the sealed execution, that one itself, and those after it."""
    kinds = [import_item(kind) if isinstance(kind, str) else kind for kind in converter.autograde_preprocessors]
    for number, kind in enumerate(kinds):
        if isinstance(kind, type) and issubclass(kind, execution):
            return kinds[:number], kind(parent=converter), kinds[number + 1 :]
    raise CourseProblem(
        "This course does not grade sealed: c.Autograde.autograde_preprocessors has no "
        f"{execution.__module__}.{execution.__name__}. "
        "Next step: paste what `autograder config` prints into the config."
    )


def quiet_log() -> logging.Logger:
    """A logger that shows nothing: nbgrader logs every step, and what a grader needs to know is in the outcomes."""
    log = logging.getLogger("autograder.nbgrader")
    log.propagate = False
    log.addHandler(logging.NullHandler())
    return log


@contextmanager
def no_warnings() -> Iterator[None]:
    """Without warnings about nbgrader's own queries, and about what students did to their notebooks."""
    with warnings.catch_warnings():
        for kind in (SAWarning, DuplicateCellId, MissingIDFieldWarning):
            warnings.simplefilter("ignore", kind)
        yield
