"""What runs in a worker, here or on another host: no gradebook, no course folder, only what travels in the job."""

from __future__ import annotations

from autograder import quick_start  # noqa: F401 - first

# isort: split
import contextlib
import multiprocessing
import os
import threading
from dataclasses import dataclass, field

import nbformat

from autograder.client import warm_parent
from autograder.errors import GraderError
from autograder.limits import Files, Limits
from autograder.sealed import execute_sealed


@dataclass(frozen=True)
class Job:
    """One submission, as it travels to a worker."""

    assignment: str
    student: str
    notebooks: dict[str, str]  #: by name: the sanitised notebook as JSON
    sources: dict[str, str]  #: by name: the instructor's notebook as JSON
    files: Files  #: what lies beside the notebooks
    limits: Limits


@dataclass
class Executed:
    """What came of a job."""

    notebooks: dict[str, str] = field(default_factory=dict)  #: by name: the executed notebook as JSON
    problems: dict[str, str] = field(default_factory=dict)  #: by name: why it could not be executed
    refused: str = ""  #: why nothing can be graded here: the course's or the machine's fault


def begin(limits: Limits) -> None:
    """First of all in a worker process: be ready for the first job."""
    end_with_coordinator()
    with contextlib.suppress(GraderError):  # the first job meets it again, and can say so
        warm_parent(limits.unsandboxed)


def end_with_coordinator() -> None:
    """End this process when the coordinator ends, however it does: a pool's worker that waits would never notice."""

    def watch() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def execute(job: Job) -> Executed:
    """Execute the notebooks of one submission sealed. Raises nothing: what goes wrong is in the result."""
    done = Executed()
    for name, text in job.notebooks.items():
        try:
            submission, source = (nbformat.reads(json, as_version=4) for json in (text, job.sources[name]))
            done.notebooks[name] = nbformat.writes(execute_sealed(submission, source, job.files, job.limits))
        except GraderError as error:
            return Executed(refused=str(error))
        except Exception as error:
            done.problems[name] = f"{name}.ipynb could not be executed: {type(error).__name__}: {error}"[:2000]
    return done
