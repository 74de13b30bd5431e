"""A course folder as nbgrader sees it: its configuration, its assignments and the submissions in it."""

from __future__ import annotations

import glob
import logging
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.course.files import is_ignored, is_text, shown
from autograder.course.source import Source, read_source
from autograder.sealed.errors import CourseProblem


@dataclass(frozen=True, order=True)
class Submission:
    """Whose work on which assignment, by nbgrader's names."""

    assignment: str
    student: str

    def __str__(self) -> str:
        """For a line that a person reads, in which no name moves the cursor."""
        return shown(f"{self.student} / {self.assignment}")


class Course:
    """One course folder, with the settings that every nbgrader command run there would use.

    Raises CourseProblem when the folder has no nbgrader_config.py or may not be written to.
    """

    def __init__(self, root: Path):
        self.root = Path(root).resolve()
        if self.root.is_file():
            raise CourseProblem(f"{self.root} is a file. Next step: name the course folder with --course.")
        if not self.root.is_dir():
            raise CourseProblem(f"There is no folder {self.root}. Next step: name the course folder with --course.")
        if not (self.root / "nbgrader_config.py").is_file():
            raise CourseProblem(
                f"{self.root} has no nbgrader_config.py. "
                "Next step: run this in a course folder, or name one with --course."
            )
        if not os.access(self.root, os.W_OK):
            raise CourseProblem(
                f"No permission to write in {self.root}. Next step: make the folder yours, or copy the course."
            )

        put_environment_on_path()
        self._sources: dict[str, Source] = {}

    @cached_property
    def config(self) -> Config:
        """What nbgrader_config.py sets. Raises CourseProblem when an error in it keeps it from being read."""
        here = Path.cwd()
        os.chdir(self.root)  # nbgrader looks for its configuration in the working folder
        try:
            app = ReadSettings(raise_config_file_errors=True)
            app.log.addFilter(below_critical)  # the sentence says it
            app.initialize([])
        except Exception as error:  # whatever Python says of a file that a person wrote
            raise unreadable_config(self.root / "nbgrader_config.py", error) from None
        except SystemExit:
            raise CourseProblem(
                f"{self.root / 'nbgrader_config.py'} ends the program. Next step: take exit() or quit() out of it."
            ) from None
        finally:
            os.chdir(here)
        config = app.config
        config.CourseDirectory.setdefault("root", str(self.root))
        return config

    @cached_property
    def directory(self) -> CourseDirectory:
        """nbgrader's own object for the course's folders."""
        return CourseDirectory(config=self.config)

    def source(self, assignment: str) -> Path:
        """The source folder of an assignment, whether it exists or not."""
        return Path(self.directory.format_path(self.directory.source_directory, ".", assignment))

    def chosen_assignments(self) -> list[str]:
        """What `CourseDirectory.assignment_id` sets: the one to take when none is named; nobody has to set it."""
        return [self.directory.assignment_id] if self.directory.assignment_id else []

    def chosen_notebooks(self, names: Iterable[str]) -> list[str]:
        """What `CourseDirectory.notebook_id`, a pattern, leaves of an assignment's notebooks."""
        return [name for name in names if fnmatchcase(name, self.directory.notebook_id)]

    def assignments(self) -> list[str]:
        """The assignments that have a source folder with a notebook in it."""
        folders = {path.parent for path in self.root.glob(os.path.relpath(self.source("*") / "*.ipynb", self.root))}
        names = {name for folder in folders for name in folder.parts if self.source(name) == folder}
        return sorted(name for name in names if not is_ignored(name, self.directory.ignore))  # .ipynb_checkpoints

    def folder(self, step: str, submission: Submission) -> Path:
        """A submission's folder in one of nbgrader's steps: "submitted", "autograded" or "feedback"."""
        name = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(name, submission.student, submission.assignment))

    def submissions(self, assignment: str) -> list[Submission]:
        """What `CourseDirectory.student_id` and `student_id_exclude` leave of the submissions, sorted by student.

        None whose student's name is no text: no gradebook can hold it. Those are in `nameless`.
        """
        return sorted(Submission(assignment, student) for student in self._students(assignment) if is_text(student))

    def nameless(self, assignment: str) -> list[str]:
        """Folders of submissions whose student's name is not UTF-8, or read by a locale that is not, as text."""
        names = sorted(student for student in self._students(assignment) if not is_text(student))
        return [shown(str(self.folder("submitted", Submission(assignment, name)))) for name in names]

    def _students(self, assignment: str) -> set[str]:
        submitted, excluded = self.directory.submitted_directory, self.directory.student_id_exclude.split(",")
        pattern = self.directory.format_path(submitted, self.directory.student_id, glob.escape(assignment))
        written = self.directory.format_path(submitted, "(?P<student>[^/]+)", re.escape(assignment), escape=True)
        # Not Path.glob, which passes over links that lead nowhere: nobody would be told of them.
        found = glob.glob(os.path.relpath(pattern, self.root), root_dir=self.root, include_hidden=True)
        paths = [str(self.root / path) for path in found]
        students = {name["student"] for path in paths if (name := re.fullmatch(written, path))}
        return students.difference(excluded)

    def sources(self, assignment: str) -> Source:
        """What the instructor wrote for an assignment, read once."""
        if assignment not in self._sources:
            self._sources[assignment] = read_source(self.directory, assignment)
        return self._sources[assignment]

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """The gradebook, open while the block runs."""
        with Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
            yield gradebook


class ReadSettings(NbGrader):
    """nbgrader's reading of its settings, which raises what is wrong with a value instead of ending the program."""

    def exit(self, exit_status: int | str = 0) -> None:
        """Called by traitlets while it handles that error."""
        raise sys.exception() or SystemExit(exit_status)


def below_critical(record: logging.LogRecord) -> bool:
    """A filter of log records."""
    return record.levelno < logging.CRITICAL


def link_in(directory: CourseDirectory, student: str, assignment: str) -> Path | None:
    """The first link in a submission's path, relative to the course, from the student's own folder on; None without.

    What lies above belongs to the instructor, who may keep the course or its `submitted` elsewhere.
    """
    submitted = directory.submitted_directory
    folder, other = (
        Path(directory.format_path(submitted, name, assignment)) for name in (student, f"{student} and another")
    )
    pairs = zip(folder.parts, other.parts, strict=True)
    own = next(number for number, (part, part_of_other) in enumerate(pairs) if part != part_of_other)
    paths = [Path(*folder.parts[:end]) for end in range(own + 1, len(folder.parts) + 1)]
    found = next((path for path in paths if path.is_symlink()), None)
    return found and Path(os.path.relpath(found, directory.root))


def unreadable_config(path: Path, error: Exception) -> CourseProblem:
    """What is wrong with a configuration, and in which line of it."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == path]
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).name == path.name:
        lines.append(error.lineno)
    where = f"{path}, line {lines[-1]}" if lines else str(path)
    said = error.msg if isinstance(error, SyntaxError) else error
    step = f"correct that {'line' if lines else 'setting'}"
    return CourseProblem(f"{where}: {type(error).__name__}: {str(said).rstrip('.')}. Next step: {step}.")


def put_environment_on_path() -> None:
    """nbgrader starts `alembic` by name, which works only when this environment's programs are on PATH."""
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = programs + os.pathsep + os.environ.get("PATH", "")
