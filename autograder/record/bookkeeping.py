"""nbgrader's side of grading: what goes to the workers, and what comes back into gradebook and folders.

Everything here is done by nbgrader's own converters, exporters and preprocessors, in the order that nbgrader's
configuration names. Only the execution itself is cut out of the middle, since it happens in a worker.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shlex
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbconvert.exporters import Exporter
from nbconvert.writers import FilesWriter
from nbformat import NotebookNode, validator
from nbformat.warnings import DuplicateCellId, MissingIDFieldWarning
from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.utils.importstring import import_item

from autograder.course.folder import Course, Submission
from autograder.course.gradebook import OpenGradebook
from autograder.course.released import instructors_notebook, released_cells
from autograder.grading.preprocessor import SealedExecute, find_files
from autograder.grading.worker import Executed, Job
from autograder.sealed.errors import CourseProblem
from autograder.sealed.plan.marks import is_marked

LARGEST = 64 << 20  #: bytes of a notebook file; more is nearly always the output of an endless loop


class OneCopy(Exporter):
    """Hands over the notebook itself, not its text, and copies it once where nbconvert copies it three times."""

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **_) -> tuple[NotebookNode, dict]:
        resources = self._init_resources(resources)
        _, nb = validator.normalize(nb)  # a copy
        for preprocessor in self._preprocessors:
            nb, resources = preprocessor(nb, resources)
        validator.validate(nb, relax_add_props=True)
        return nb, resources


class Bookkeeping:
    """One course and its open gradebook.

    Raises CourseProblem when the configuration does not name SealedExecute.
    """

    def __init__(self, course: Course, gradebook: OpenGradebook):
        self.course, self.gradebook = course, gradebook
        self._names: dict[str, list[str]] = {}  # of the notebooks of each assignment
        self._sources: dict[tuple[str, str], NotebookNode] = {}
        self.directory = CourseDirectory(config=course.config)  # its own, since it is pointed at each submission
        self.converter = Autograde(coursedir=self.directory, config=course.config, force=True, create_student=True)
        self.converter.log = quiet_log()
        self.converter.writer = FilesWriter(parent=self.converter)
        before, self.sealed, after = split(self.converter)
        self.sanitise = self._exporter(OneCopy, self.converter.sanitize_preprocessors + before)
        writer = type("Writer", (self.converter.exporter_class, OneCopy), {})
        self.finish = self._exporter(writer, after)

    def prepare(self, submission: Submission) -> tuple[Job, dict[str, str]]:
        """Read and sanitise a submission; returns what travels, and a problem for each notebook that cannot."""
        self._point_at(submission)
        notebooks, problems, size = {}, {}, 0
        for name in self.notebook_names(submission.assignment):
            path = self.course.folder("submitted", submission) / f"{name}.ipynb"
            problems[name] = what_is_wrong(path)
            if not problems[name]:
                size += path.stat().st_size
                try:
                    notebooks[name] = self._sanitised(path)
                except Exception as error:  # whatever a damaged notebook makes nbgrader say
                    problems[name] = f"{path.name} is not a notebook that can be read: {first_line(error)}"
        self.gradebook.undo()  # nothing was written; forget what was read
        files = find_files(self.directory, submission.assignment, submission.student)
        sources = {name: self.source(submission.assignment, name) for name in notebooks}
        size += sum(len(content) for content in [*files.given.values(), *files.handed_in.values()])
        job = Job(submission.assignment, submission.student, notebooks, sources, files, self.sealed.limits(), size)
        return job, {name: problem for name, problem in problems.items() if problem}

    def write(self, submission: Submission, executed: Executed, problems: dict[str, str]) -> dict[str, str]:
        """Write grades, penalties and the autograded notebooks; returns all problems, by notebook.

        One transaction: either all of it is in the gradebook or nothing. A notebook with a problem gets 0 points and
        is marked for a human to look at; without that an earlier submission's points would stay, under the new time.
        """
        problems = problems | executed.problems
        folder = self.course.folder("submitted", submission)
        paths = {str(folder / f"{name}.ipynb"): notebook for name, notebook in executed.notebooks.items()}
        self._point_at(submission)
        try:
            self.converter.notebooks = sorted(paths)
            self.converter.init_destination(submission.assignment, submission.student)
            if paths:
                self.converter.run_pre_convert_hook()
                self.converter.init_assignment(submission.assignment, submission.student)
            for path in self.converter.notebooks:
                self._write_notebook(path, paths[path])
            if paths:
                self.converter.set_permissions(submission.assignment, submission.student)
                self.converter.run_post_convert_hook()
            self._give_nothing(submission, problems)
            self.gradebook.save()
        except BaseException:
            self.gradebook.undo()
            shutil.rmtree(self.course.folder("autograded", submission), ignore_errors=True)
            raise
        return problems

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
        for path in sorted(self.course.source(assignment).glob("*.ipynb")):
            if path.stem not in names and any(is_marked(cell) for cell in nbformat.read(path, as_version=4).cells):
                raise CourseProblem(
                    f"{assignment}: the gradebook does not know {path.name}, which has graded cells. "
                    f"Nothing was graded, and every grade stays. Next step: "
                    f"nbgrader generate_assignment {shlex.quote(assignment)} --force, or move the "
                    "file out of the source folder."
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

    def source(self, assignment: str, notebook: str) -> NotebookNode:
        """The instructor's notebook, read once a run."""
        key = (assignment, notebook)
        if key not in self._sources:
            released = self.gradebook.find_notebook(notebook, assignment)
            self._sources[key] = instructors_notebook(self.directory, assignment, released)
        return self._sources[key]

    def _exporter(self, kind: type[Exporter], preprocessors: list) -> Exporter:
        exporter = kind(parent=self.converter, config=self.converter.config)
        for preprocessor in preprocessors:
            exporter.register_preprocessor(preprocessor)
        return exporter

    def _point_at(self, submission: Submission) -> None:
        self.directory.assignment_id, self.directory.student_id = submission.assignment, submission.student

    def _sanitised(self, path: Path) -> NotebookNode:
        resources = self.converter.init_single_notebook_resources(str(path))
        notebook, _ = self.sanitise.from_filename(str(path), resources=resources)
        return notebook

    def _write_notebook(self, path: str, notebook: NotebookNode) -> None:
        resources = self.converter.init_single_notebook_resources(path)
        output, resources = self.finish.from_notebook_node(notebook, resources=resources)
        self.converter.write_single_notebook(output, resources)

    def _give_nothing(self, submission: Submission, problems: dict[str, str]) -> None:
        if not problems:
            return
        timestamp = self.directory.get_existing_timestamp(str(self.course.folder("submitted", submission)))
        known = {} if timestamp is None else {"timestamp": timestamp}
        self.gradebook.update_or_create_student(submission.student)
        self.gradebook.update_or_create_submission(submission.assignment, submission.student, **known)
        for name in problems:
            found = self.gradebook.find_submission_notebook(name, submission.assignment, submission.student)
            found.late_submission_penalty = None
            for mark in found.grades:
                mark.auto_score, mark.needs_manual_grade = 0, True


def split(converter: Autograde) -> tuple[list, SealedExecute, list]:
    """The configured preprocessors before the sealed execution, that one itself, and those after it."""
    kinds = [import_item(kind) if isinstance(kind, str) else kind for kind in converter.autograde_preprocessors]
    for number, kind in enumerate(kinds):
        if issubclass(kind, SealedExecute):
            return kinds[:number], kind(parent=converter), kinds[number + 1 :]
    raise CourseProblem(
        "This course does not grade sealed: c.Autograde.autograde_preprocessors has no "
        "autograder.grading.preprocessor.SealedExecute. "
        "Next step: paste what `autograder config` prints into the config."
    )


def what_is_wrong(path: Path) -> str:
    """Say in a sentence why a submitted file is no notebook; "" when it looks like one."""
    if not path.exists():
        found = sorted(other.name for other in path.parent.glob("*.ipynb"))
        instead = f" It holds {', '.join(found)} instead." if found else ""
        return f"The submission has no file named {path.name}.{instead} It must keep the name it was released with."
    size = path.stat().st_size
    if size > LARGEST:
        return f"{path.name} has {size / 1e6:,.0f} MB; {LARGEST / 1e6:,.0f} is the most. Clear its outputs and save it."
    try:
        notebook = json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        return f"{path.name} cannot be read: {error.strerror}."
    except UnicodeDecodeError as error:
        return f"{path.name} is not UTF-8 text (byte {error.start}), so it is no notebook."
    except (ValueError, RecursionError) as error:
        return f"{path.name} is not valid JSON, so it is no notebook: {error}."
    if not isinstance(notebook, dict) or not {"nbformat", "metadata"} <= set(notebook):
        return f"{path.name} is JSON, but not a notebook: it has no nbformat and metadata."
    return ""


def first_line(error: Exception) -> str:
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0][:500]}" if said else type(error).__name__


def quiet_log() -> logging.Logger:
    """nbgrader tells each step of each submission; what a grader needs to know of that is in the outcomes."""
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
