"""What runs in a worker, here or on another host: no gradebook, no course folder, only what travels in the job."""

from __future__ import annotations

from nbformat import NotebookNode

from autograder.grading.shared_pool import shared_pool
from autograder.record.job import Executed, Job
from autograder.sealed.errors import GraderError, StopsTheGrader, SubmissionProblem
from autograder.sealed.limits import Files
from autograder.sealed.session.session import execute_sealed


def execute(job: Job) -> Executed:
    """Execute the notebooks of one submission sealed. Raises nothing: what goes wrong is in the result."""
    done = Executed()
    for name, notebook in job.notebooks.items():
        try:
            done.notebooks[name] = _execute(job, name, notebook)
        except GraderError as error:
            return Executed(refused=str(error))
        except SubmissionProblem as error:
            done.problems[name] = f"{name}.ipynb: {error}"
        except Exception as error:
            done.problems[name] = f"{name}.ipynb could not be executed: {type(error).__name__}: {error}"[:2000]
    return done


def _execute(job: Job, name: str, notebook: NotebookNode) -> NotebookNode:
    """Execute one notebook. When the grader itself fails: is it the machine, the assignment, or this submission?

    Raises GraderError when not even the instructor's own notebook can be executed, and StopsTheGrader when that can and
    this one fails again: a process that somebody killed fails once.
    """
    try:
        return execute_sealed(notebook, job.sources[name], job.files, job.limits, pool=shared_pool())
    except GraderError:
        _execute_the_instructors(job, name)
    try:
        return execute_sealed(notebook, job.sources[name], job.files, job.limits, pool=shared_pool())
    except GraderError as error:
        raise StopsTheGrader(str(error)) from None


def _execute_the_instructors(job: Job, name: str) -> None:
    """Raises GraderError when the instructor's own notebook cannot be executed, with nobody's files beside it."""
    source, files = job.sources[name], Files(job.files.given, {})
    try:
        execute_sealed(source, source, files, job.limits, pool=shared_pool())
    except SubmissionProblem as error:
        raise GraderError(str(error)) from None
