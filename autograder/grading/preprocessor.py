"""nbgrader's Execute, sealed: name it in `c.Autograde.autograde_preprocessors` and nbgrader does the rest."""

import os
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets import Bool, Float, Integer

from autograder.course.released import instructors_notebook
from autograder.sealed.errors import NotExecuted, NotPython
from autograder.sealed.limits import MIB, Files, Limits
from autograder.sealed.session.session import execute_sealed

DEFAULT = Limits()


class SealedExecute(Execute):
    """Runs a submission's cells and the instructor's tests in two sandboxed processes."""

    cell_timeout = Float(None, allow_none=True, help="Seconds a cell may run; default: Execute.timeout (30).").tag(
        config=True
    )
    cell_cpu = Float(DEFAULT.cell_cpu, help="Seconds of processor time a cell may use, over all its processes.").tag(
        config=True
    )
    grace = Float(DEFAULT.grace, help="Seconds between interrupting a cell and killing it.").tag(config=True)
    memory = Integer(DEFAULT.memory // MIB, help="Memory of a submission, in MiB.").tag(config=True)
    scratch = Integer(DEFAULT.scratch // MIB, help="Working and temporary folder, in MiB.").tag(config=True)
    shared_memory = Integer(DEFAULT.shared_memory // MIB, help="/dev/shm, in MiB.").tag(config=True)
    processes = Integer(DEFAULT.processes, help="Processes and threads of a submission.").tag(config=True)
    open_files = Integer(DEFAULT.open_files, help="Open files of one process.").tag(config=True)
    cell_output = Integer(DEFAULT.cell_output // 1024, help="Output of one cell, in KiB.").tag(config=True)
    notebook_output = Integer(DEFAULT.notebook_output // 1024, help="Output of a whole submission, in KiB.").tag(
        config=True
    )
    reply = Integer(DEFAULT.reply // MIB, help="One value that an answer hands to a test, in MiB.").tag(config=True)
    unsandboxed = Bool(
        False,
        help="Grade without a sandbox where the machine cannot isolate. Only for code that you trust.",
    ).tag(config=True)

    def __call__(self, nb, resources):
        # --no-execute sets Execute.enabled to False; a test without output would get full points.
        if not self.enabled:
            raise NotExecuted()
        return super().__call__(nb, resources)

    def preprocess(self, nb: NotebookNode, resources: dict, km=None) -> tuple[NotebookNode, dict]:
        check_kernel(nb)
        course = CourseDirectory(parent=self.parent, config=self.config)
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            released = gradebook.find_notebook(where["notebook"], where["assignment"])
            source = instructors_notebook(course, where["assignment"], released)
        files = find_files(course, where["assignment"], where["student"])
        return execute_sealed(nb, source, files, self.limits()), resources

    def _timeout(self) -> float:
        chosen = self.timeout if self.cell_timeout is None else self.cell_timeout
        return chosen if chosen is not None and chosen > 0 else 1e9  # nbclient: None and -1 mean no limit

    def limits(self) -> Limits:
        """The configured limits, as what travels to the sandbox."""
        return Limits(
            cell_timeout=self._timeout(),
            cell_cpu=self.cell_cpu,
            grace=self.grace,
            memory=self.memory * MIB,
            scratch=self.scratch * MIB,
            shared_memory=self.shared_memory * MIB,
            processes=self.processes,
            open_files=self.open_files,
            cell_output=self.cell_output * 1024,
            notebook_output=self.notebook_output * 1024,
            reply=self.reply * MIB,
            unsandboxed=self.unsandboxed,
        )


def check_kernel(nb: NotebookNode) -> None:
    """Only Python notebooks are graded here; an unknown kernel is an error, as in nbgrader's Execute."""
    name = nb.metadata.get("kernelspec", {}).get("name", "python3")
    if name in ("python", "python3"):
        return
    language = KernelSpecManager().get_kernel_spec(name).language
    if language.lower() != "python":
        raise NotPython(language)


def find_files(course: CourseDirectory, assignment: str, student: str) -> Files:
    """What lies beside the notebooks: the instructor's files, and the submission's own.

    The instructor's file wins when both have one of a name, as in nbgrader, unless
    `c.Autograde.exclude_overwriting` lets students change it.
    """
    source = course.format_path(course.source_directory, ".", assignment)
    submitted = course.format_path(course.submitted_directory, student, assignment)
    theirs = course.config.Autograde.get("exclude_overwriting", {}).get(assignment, [])
    given = {path: data for path, data in read_folder(source, course.ignore).items() if path not in theirs}
    handed_in = {path: data for path, data in read_folder(submitted, course.ignore).items() if path not in given}
    return Files(given, handed_in)


def read_folder(folder: str, ignore: list[str]) -> dict[str, bytes]:
    """Regular files below a folder, without notebooks and links."""
    found = {}
    for path in utils.find_all_files(folder, [*ignore, "*.ipynb"]) if os.path.isdir(folder) else []:
        relative = Path(path).relative_to(folder)
        if not _has_link(Path(path), len(relative.parts)) and os.path.isfile(path):
            found[relative.as_posix()] = Path(path).read_bytes()
    return found


def _has_link(path: Path, depth: int) -> bool:
    return any(part.is_symlink() for part in [path, *path.parents][:depth])
