"""What runs in a worker, here or on another host: no gradebook, no course folder, only what travels in the job."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.grading.shared_pool import shared_pool
from autograder.sealed.errors import GraderError, SubmissionProblem
from autograder.sealed.limits import Files, Limits
from autograder.sealed.session.session import execute_sealed


@dataclass(frozen=True)
class Job:
    """One submission, as it travels to a worker."""

    assignment: str
    student: str
    notebooks: dict[str, NotebookNode]  #: by name: the sanitised notebook
    sources: dict[str, NotebookNode]  #: by name: the instructor's notebook
    files: Files  #: what lies beside the notebooks
    limits: Limits
    size: int  #: in bytes, of the notebooks as they were handed in and of the files


@dataclass
class Executed:
    """What came of a job."""

    notebooks: dict[str, NotebookNode] = field(default_factory=dict)  #: by name: the executed notebook
    problems: dict[str, str] = field(default_factory=dict)  #: by name: why it could not be executed
    refused: str = ""  #: why nothing can be graded here: the course's or the machine's fault


def execute(job: Job) -> Executed:
    """Execute the notebooks of one submission sealed. Raises nothing: what goes wrong is in the result."""
    done = Executed()
    for name, notebook in job.notebooks.items():
        try:
            done.notebooks[name] = execute_sealed(
                notebook, job.sources[name], job.files, job.limits, pool=shared_pool()
            )
        except GraderError as error:
            return Executed(refused=str(error))
        except SubmissionProblem as error:
            done.problems[name] = f"{name}.ipynb: {error}"
        except Exception as error:
            done.problems[name] = f"{name}.ipynb could not be executed: {type(error).__name__}: {error}"[:2000]
    return done
