"""Feedback for many submissions: nbgrader's own pages, each made in a worker process that is killed when it hangs."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from nbconvert.writers import FilesWriter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from traitlets import Float
from traitlets.config import Configurable

from autograder.course.files import list_folder, next_step, read_file, remove_all_but
from autograder.course.fingerprint import add_folder, assignment_fingerprint
from autograder.course.folder import Course, Submission, link_in
from autograder.feedback.about import AboutSubmission
from autograder.feedback.makers import PageMakers, make_converter, reason
from autograder.feedback.problem_page import ASK, REPAIR, problem_page
from autograder.record.bookkeeping import no_warnings
from autograder.record.outcomes import read_record, record_path, replace_file

AHEAD = 2  #: submissions for each worker that wait or run
LONGEST_SECRET = 100_000  #: bytes of submission_secret.txt


@dataclass(eq=False)
class Pages:
    """The feedback of one submission, while it is made."""

    submission: Submission
    notebooks: list[str]  #: by name: those that were graded
    problems: dict[str, str]  #: by notebook: why it could not be graded
    left_out: list[str]  #: by name: those that the settings leave out, whose pages stay
    state: str  #: a hash of everything that the pages show
    done: dict[str, str] = field(default_factory=dict)  #: by notebook: HTML
    given_up: dict[str, str] = field(default_factory=dict)  #: by notebook: why there is no page

    @property
    def is_complete(self) -> bool:
        """Is there a page, or a reason for its absence, for every notebook?"""
        return len(self.done) + len(self.given_up) == len(self.notebooks)

    @property
    def problem(self) -> str:
        """Why pages are missing, as one text; "" when none is."""
        return " ".join(f"{name}.html: {why}" for name, why in self.given_up.items())


def write_feedback(
    course: Course,
    assignments: Iterable[str],
    workers: int | None = None,
    report: Callable[[Submission, str], None] = lambda submission, problem: None,
    students: Collection[str] = (),
    makers: PageMakers | None = None,
) -> int:
    """Write the feedback of each graded submission whose notebook, marks or comments changed; returns how many.

    workers:  how many pages at a time; the number of cores when None
    report:   called with every submission whose feedback is written, and with why a page of it could not be made;
              "" when all were
    students: only these; everybody when empty
    makers:   the processes that make the pages, which stay; some of its own when None

    A page that takes too long, or whose process dies, costs nobody else anything: its student gets a page that says so,
    and the next run tries again.
    """
    with no_warnings(), Gradebook(course.directory.db_url) as gradebook:  # as GetGrades opens it: workers only read
        writer = FeedbackPages(course, gradebook)
        waiting = [found for assignment in assignments for found in writer.changed(assignment, students)]
        if waiting:
            width = min(workers or os.cpu_count() or 1, sum(max(1, len(found.notebooks)) for found in waiting))
            with nullcontext(makers) if makers else PageMakers(width) as made_by:
                for pages in make(waiting, writer, made_by):
                    try:
                        writer.write(pages)
                        problem = pages.problem
                    except OSError as error:  # a file that was handed in where a page belongs, say
                        problem = f"its feedback cannot be written: {error}. Next step: {next_step(error)}."
                    report(pages.submission, problem)
        return len(waiting)


def make(waiting: Iterable[Pages], writer: FeedbackPages, makers: PageMakers) -> Iterator[Pages]:
    """Make the pages of every submission in worker processes; yields each submission when all its pages are there."""
    left = iter(waiting)
    running: dict[Future, tuple[Pages, str]] = {}
    unfinished: list[Pages] = []
    while True:
        while len(unfinished) < AHEAD * makers.width and (pages := next(left, None)):
            unfinished.append(pages)
            for name in pages.notebooks:
                notebook = writer.graded(pages.submission, name)
                running[makers.start(writer.course.config, notebook, writer.page_seconds)] = pages, name
        if not unfinished:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            pages, name = running.pop(future)
            try:
                pages.done[name] = future.result()
            except Exception as error:
                pages.given_up[name] = reason(error, writer.page_seconds)
        yield from (pages for pages in unfinished if pages.is_complete)
        unfinished = [pages for pages in unfinished if not pages.is_complete]


class FeedbackPages(Configurable):
    """What has changed, and pages into folders. Reads the gradebook; writes nothing but feedback."""

    page_seconds = Float(60, help="Seconds that making one feedback page may take; then it is given up.").tag(
        config=True
    )

    def __init__(self, course: Course, gradebook: Gradebook):
        super().__init__(config=course.config)
        self.course, self.gradebook = course, gradebook
        self.directory = CourseDirectory(config=course.config)
        self.about = AboutSubmission(config=course.config)
        self.converter = make_converter(course.config, self.directory)
        self.converter.writer = FilesWriter(parent=self.converter)

    def changed(self, assignment: str, students: Collection[str] = ()) -> Iterator[Pages]:
        """Graded submissions whose feedback is missing or old; of all students when none is named.

        Graded is what the gradebook knows, by whatever command; not who was removed from it.
        """
        excluded = self.directory.student_id_exclude.split(",")
        for submission in self.course.submissions(assignment):
            if students and submission.student not in students:
                continue
            pages = None if submission.student in excluded else self._pages(submission)
            if pages is None:
                continue
            mark = self._mark(submission)
            written = mark.is_file() and mark.read_text(encoding="utf-8") == pages.state
            if not written or not self.course.folder("feedback", submission).is_dir():
                yield pages

    def write(self, pages: Pages) -> None:
        """Replace a submission's feedback folder. Beside the pages lie the files that were handed in."""
        submission, folder = pages.submission, self.course.folder("feedback", pages.submission)
        self.directory.assignment_id, self.directory.student_id = submission.assignment, submission.student
        remove_all_but({f"{name}.html" for name in pages.left_out}, folder)
        folder.mkdir(parents=True, exist_ok=True)
        graded = self.course.folder("autograded", submission)
        # Not init_assignment(): for every file it searches the whole folder again.
        for path in list_folder(graded, [*self.directory.ignore, "*.ipynb"]).sizes:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(graded / path, folder / path)
        for name, page in pages.done.items():
            resources = self.converter.init_single_notebook_resources(str(self.graded(submission, name)))
            self.converter.write_single_notebook(page, resources | {"output_extension": ".html"})
        for name, problem in pages.problems.items():
            page = problem_page(f"{submission.assignment}: your submission could not be graded", problem, REPAIR)
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
        for name, problem in pages.given_up.items():
            page = problem_page(f"{submission.assignment}: this feedback page could not be made", problem, ASK)
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
        link = link_in(self.directory, submission.student, submission.assignment)
        make_releasable(folder, None if link else self.course.folder("submitted", submission))
        self.converter.set_permissions(submission.assignment, submission.student)
        if not pages.given_up:
            replace_file(self._mark(submission), pages.state)  # last

    def graded(self, submission: Submission, name: str) -> Path:
        """The path of a graded notebook."""
        return self.course.folder("autograded", submission) / f"{name}.ipynb"

    def _pages(self, submission: Submission) -> Pages | None:
        """What feedback would show now; None when the submission is not graded."""
        try:
            entry = self.gradebook.find_submission(submission.assignment, submission.student)
        except MissingEntry:
            return None
        known = sorted(notebook.name for notebook in entry.notebooks)
        chosen = self.course.chosen_notebooks(known)
        names = [name for name in chosen if self.graded(submission, name).is_file()]
        record = read_record(self.course, submission)
        said = record.problems if record else {}
        problems = {name: said[name] for name in chosen if name in said and name not in names}
        if not names and not problems:
            return None
        digest = hashlib.sha256(assignment_fingerprint(self.course, submission.assignment).encode())
        add_folder(digest, self.course.folder("autograded", submission))
        shown = [
            {
                "penalty": notebook.late_submission_penalty,
                "scores": sorted([mark.cell_id, mark.score] for mark in notebook.grades),
                "comments": sorted([comment.cell_id, comment.comment] for comment in notebook.comments),
            }
            for notebook in entry.notebooks
        ]
        about = self.about.facts(self.gradebook, entry)
        digest.update(json.dumps([problems, shown, about]).encode())
        return Pages(submission, names, problems, [name for name in known if name not in chosen], digest.hexdigest())

    def _mark(self, submission: Submission) -> Path:
        return record_path(self.course, submission).with_suffix(".feedback")


def make_releasable(feedback: Path, submitted: Path | None) -> None:
    """Put in what `nbgrader release_feedback` reads: a submission without it would stop the release for everybody.

    A submission that could not be graded has no graded folder to copy them from. One that did not come through the
    exchange has no secret, and nobody can fetch what is released under a random one.
    """
    for name, otherwise in {"timestamp.txt": "", "submission_secret.txt": secrets.token_hex(32)}.items():
        if text_in(feedback / name) is not None:
            continue
        if (feedback / name).is_dir():
            shutil.rmtree(feedback / name)
        given = text_in(submitted / name) if submitted else None  # behind a link it may be somebody else's
        (feedback / name).write_text(otherwise if given is None else given, encoding="utf-8")


def text_in(path: Path) -> str | None:
    """The text of a short file; None when there is none, or something else has its name: a pipe, a link."""
    try:
        return read_file(path).decode() if path.lstat().st_size <= LONGEST_SECRET else None
    except (OSError, ValueError):
        return None
