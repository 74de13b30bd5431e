"""A submission on its way to a worker, and back into the record."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.sealed.limits import Files, Limits


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
