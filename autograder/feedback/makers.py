"""Worker processes that make feedback pages; each is killed when its page takes too long."""

from __future__ import annotations

import itertools
import os
import pickle
import threading
from concurrent.futures import Future
from functools import lru_cache
from multiprocessing import get_context, parent_process
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from pebble import ProcessExpired, ProcessPool
from traitlets.config import Config

from autograder.record.bookkeeping import no_warnings, quiet_log
from autograder.sealed.errors import first_line

FRESH = 50  #: pages after which an exporter is made anew: it keeps the metadata of every notebook that it has seen


class PageMakers:
    """Processes that make pages, until the `with` block ends. They start with the first page."""

    def __init__(self, width: int):
        """width: how many pages at a time"""
        self.width, self._started = width, itertools.count()

    def __enter__(self) -> PageMakers:
        self._pool = ProcessPool(self.width, context=get_context("spawn"), initializer=end_with_coordinator)
        return self

    def __exit__(self, *exception: object) -> None:
        self._pool.stop()
        self._pool.join()

    def start(self, config: Config, notebook: Path, seconds: float) -> Future[str]:
        """Begin a page; its HTML comes in the future, or an error that `reason` puts into words."""
        arguments = (pickle.dumps(config), next(self._started) // FRESH, str(notebook))
        return self._pool.schedule(render, args=arguments, timeout=seconds)


def reason(error: Exception, page_seconds: float) -> str:
    """Why there is no page, in a sentence without a beginning."""
    if isinstance(error, TimeoutError):
        return f"making it took longer than {page_seconds:g} seconds (FeedbackPages.page_seconds)."
    if isinstance(error, ProcessExpired):
        return "the process that made it was killed by something other than the grader."
    return f"it could not be made: {first_line(error)}."  # whatever a notebook makes nbconvert say


def render(config: bytes, batch: int, notebook: str) -> str:
    """Make one page, as nbgrader makes it. Runs in a worker process.

    batch: a number; the exporter of the page before is used again when it is the same
    """
    converter, exporter = make_exporter(config, batch)
    with no_warnings():
        return exporter.from_filename(notebook, resources=converter.init_single_notebook_resources(notebook))[0]


@lru_cache(maxsize=1)
def make_exporter(config: bytes, batch: int) -> tuple[GenerateFeedback, HTMLExporter]:
    """The converter and exporter of a worker process, made once for each batch; config is a pickled Config."""
    settings = pickle.loads(config)
    converter = make_converter(settings, CourseDirectory(config=settings))
    exporter: HTMLExporter = converter.exporter_class(parent=converter, config=converter.config)
    for preprocessor in converter.preprocessors:
        exporter.register_preprocessor(preprocessor)
    return converter, exporter


def end_with_coordinator() -> None:
    """End this process when the coordinator ends, however it does: a pool's worker that waits would never notice."""
    coordinator = parent_process()
    if coordinator is None:  # nobody started this process as a worker
        return

    def watch() -> None:
        coordinator.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def make_converter(config: Config, directory: CourseDirectory) -> GenerateFeedback:
    """nbgrader's own converter for feedback, silent, and ready to replace what is there."""
    converter = GenerateFeedback(coursedir=directory, config=config, force=True)
    converter.log = quiet_log()
    return converter
