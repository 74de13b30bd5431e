"""Feedback for many submissions: nbgrader's GenerateFeedback, with the slow half, making HTML, in worker processes."""

from __future__ import annotations

import hashlib
import html
import json
import os
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import cache
from multiprocessing import get_context, parent_process

import nbformat
from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbconvert.writers import FilesWriter
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from autograder.course.fingerprint import add_folder, assignment_fingerprint
from autograder.course.folder import Course, Submission
from autograder.course.gradebook import OpenGradebook, open_gradebook
from autograder.course.preprocessors import register
from autograder.record.bookkeeping import no_warnings, quiet_log
from autograder.record.outcomes import Outcome, read_record, record_path, replace_file

AHEAD = 2  #: jobs for each worker that wait or run


def write_feedback(
    course: Course,
    assignments: Iterable[str],
    workers: int | None = None,
    report: Callable[[Submission], None] = lambda submission: None,
) -> int:
    """Write the feedback of each graded submission whose notebook, marks or comments changed; returns how many.

    workers: how many at a time; the number of cores when None
    report:  called with every submission whose feedback is written
    """
    with no_warnings(), open_gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        pages = FeedbackPages(course, gradebook)
        waiting = [found for assignment in assignments for found in pages.changed(assignment)]
        if not waiting:
            return 0
        width = min(workers or os.cpu_count() or 1, len(waiting))
        with ProcessPoolExecutor(width, get_context("spawn"), initializer=end_with_coordinator) as executor:
            left = iter(waiting)
            running: dict[Future, tuple[Outcome, str]] = {}
            while True:
                while len(running) < AHEAD * width and (found := next(left, None)):
                    running[executor.submit(render, pages.config, pages.prepare(found[0]))] = found
                if not running:
                    return len(waiting)
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    outcome, state = running.pop(future)
                    pages.write(outcome, future.result(), state)
                    report(outcome.submission)


class FeedbackPages:
    """nbgrader's side of feedback: marks and comments from the gradebook into notebooks, pages into folders."""

    def __init__(self, course: Course, gradebook: OpenGradebook):
        self.course, self.gradebook = course, gradebook
        self.directory = CourseDirectory(config=course.config)
        self.converter = GenerateFeedback(coursedir=self.directory, config=course.config, force=True)
        self.converter.log = quiet_log()
        self.converter.writer = FilesWriter(parent=self.converter)
        self.config = pickle.dumps(self.converter.config)
        self.exporter = NotebookExporter(parent=self.converter, config=self.converter.config)
        register(self.exporter, self.converter.preprocessors, gradebook)

    def changed(self, assignment: str) -> Iterator[tuple[Outcome, str]]:
        """Graded submissions whose feedback is missing or old, with the state that new feedback would show."""
        for submission in self.course.submissions(assignment):
            outcome = read_record(self.course, submission)
            if outcome is None:
                continue
            state, mark = self._state(outcome), record_path(self.course, submission).with_suffix(".feedback")
            written = mark.is_file() and mark.read_text(encoding="utf-8") == state
            if not written or not self.course.folder("feedback", submission).is_dir():
                yield outcome, state

    def prepare(self, outcome: Outcome) -> dict[str, tuple[str, dict]]:
        """By notebook: the graded notebook with marks and comments in it as JSON, and nbconvert's resources."""
        self._point_at(outcome.submission)
        prepared = {}
        for path in sorted(self.course.folder("autograded", outcome.submission).glob("*.ipynb")):
            resources = self.converter.init_single_notebook_resources(str(path))
            text, resources = self.exporter.from_filename(str(path), resources=resources)
            self.exporter._nb_metadata.clear()  # it would keep the metadata of every notebook that it ever saw
            for name in ("output_extension", "output_suffix"):  # a notebook's; the page has its own
                resources.pop(name, None)
            prepared[path.stem] = text, dict(resources)
        self.gradebook.undo()
        return prepared

    def write(self, outcome: Outcome, rendered: dict[str, str], state: str) -> None:
        submission = outcome.submission
        self._point_at(submission)
        folder = self.course.folder("feedback", submission)
        self.converter.notebooks = [self._graded(submission, name) for name in rendered]
        self.converter.init_destination(submission.assignment, submission.student)
        self.converter.init_assignment(submission.assignment, submission.student)
        for name, page in rendered.items():
            resources = self.converter.init_single_notebook_resources(self._graded(submission, name))
            self.converter.write_single_notebook(page, resources | {"output_extension": ".html"})
        for name, problem in outcome.problems.items():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.html").write_text(problem_page(submission.assignment, problem), encoding="utf-8")
        self.converter.set_permissions(submission.assignment, submission.student)
        replace_file(record_path(self.course, submission).with_suffix(".feedback"), state)  # last

    def _state(self, outcome: Outcome) -> str:
        """Hash everything that feedback shows: the graded notebook, marks, comments, penalty, and how it is made."""
        digest = hashlib.sha256(assignment_fingerprint(self.course, outcome.assignment).encode())
        add_folder(digest, self.course.folder("autograded", outcome.submission))
        entry = self.gradebook.find_submission(outcome.assignment, outcome.student)
        shown = [
            {
                "penalty": notebook.late_submission_penalty,
                "scores": sorted([mark.cell_id, mark.score] for mark in notebook.grades),
                "comments": sorted([comment.cell_id, comment.comment] for comment in notebook.comments),
            }
            for notebook in entry.notebooks
        ]
        digest.update(json.dumps([outcome.problems, shown]).encode())
        self.gradebook.undo()
        return digest.hexdigest()

    def _graded(self, submission: Submission, name: str) -> str:
        return str(self.course.folder("autograded", submission) / f"{name}.ipynb")

    def _point_at(self, submission: Submission) -> None:
        self.directory.assignment_id, self.directory.student_id = submission.assignment, submission.student


def render(config: bytes, prepared: dict[str, tuple[str, dict]]) -> dict[str, str]:
    """Make the pages of one submission. Runs in a worker process."""
    exporter = html_exporter(config)
    return {
        name: exporter.from_notebook_node(nbformat.reads(text, as_version=4), resources=resources)[0]
        for name, (text, resources) in prepared.items()
    }


@cache
def html_exporter(config: bytes) -> HTMLExporter:
    return HTMLExporter(config=pickle.loads(config))


def problem_page(assignment: str, problem: str) -> str:
    """The feedback for a notebook that could not be graded at all: what is wrong, and what to do."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{html.escape(assignment)}: not graded</title></head>
<body>
<h1>{html.escape(assignment)}: your submission could not be graded</h1>
<p>{html.escape(problem)}</p>
<p>Open your notebook in JupyterLab. If it opens, choose <em>Kernel → Restart Kernel and Run All Cells…</em>, save it
under its original name, and submit again. If it does not open, fetch the assignment again, copy your answers over, and
submit that. Your instructor has been told.</p>
</body>
</html>
"""


def end_with_coordinator() -> None:
    """End this process when the coordinator ends, however it does: a pool's worker that waits would never notice."""

    def watch() -> None:
        parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
