"""What runs in a worker, here or on another host: no gradebook, no course folder, only what travels in the job."""

from __future__ import annotations

from autograder.grading.shared_pool import shared_pool
from autograder.record.job import Executed, Job
from autograder.sealed.errors import GraderError, SubmissionProblem
from autograder.sealed.limits import Files
from autograder.sealed.session.session import execute_sealed


def execute(job: Job) -> Executed:
    """Execute the notebooks of one submission sealed. Raises nothing: what goes wrong is in the result."""
    done = Executed()
    for name, notebook in job.notebooks.items():
        try:
            done.notebooks[name] = execute_sealed(
                notebook, job.sources[name], job.files, job.limits, pool=shared_pool()
            )
        except GraderError as error:
            if refused := _why_nobody(job, name):
                return Executed(refused=refused)
            done.problems[name] = (
                f"{name}.ipynb stops the grader, and the instructor's own notebook does not: "
                f"{str(error).partition('. ')[0]}. Next step: look at it and at the files beside it."
            )
        except SubmissionProblem as error:
            done.problems[name] = f"{name}.ipynb: {error}"
        except Exception as error:
            done.problems[name] = f"{name}.ipynb could not be executed: {type(error).__name__}: {error}"[:2000]
    return done


def _why_nobody(job: Job, name: str) -> str:
    """Why not even the instructor's own notebook can be executed here; "" when it can: one submission is at fault."""
    source, files = job.sources[name], Files(job.files.given, {})
    try:
        execute_sealed(source, source, files, job.limits, pool=shared_pool())
    except Exception as error:
        return str(error)
    return ""
