"""nbgrader's Execute, sealed: name it in `c.Autograde.autograde_preprocessors` and nbgrader does the rest."""

from collections.abc import Collection
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets import Bool, Float, Integer, List, Unicode

from autograder.course.released import instructors_notebook
from autograder.course.source import read_source
from autograder.grading.shared_pool import shared_pool
from autograder.intake.submission import read_submission
from autograder.sealed.errors import NotANotebook, NotExecuted, NotPython
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
    preload = List(
        Unicode(),
        default_value=list(DEFAULT.preload),
        help="Modules to import once for all submissions, besides those that setup cells import. "
        "Those that are not installed are left out.",
    ).tag(config=True)
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
        assignment, name = where["assignment"], where["notebook"]
        written, limits = read_source(course, assignment), self.limits()
        with Gradebook(where["db_url"]) as gradebook:
            released = gradebook.find_notebook(name, assignment)
            source = instructors_notebook(assignment, released, written.notebooks.get(name))
        folder = Path(course.format_path(course.submitted_directory, where["student"], assignment))
        handed_in = read_submission(folder, [name], course.ignore, limits.scratch // 2)
        if name in handed_in.problems:
            raise NotANotebook(handed_in.problems[name])
        theirs = course.config.Autograde.get("exclude_overwriting", {}).get(assignment, [])
        files = files_beside(written.files, handed_in.files, theirs)
        return execute_sealed(nb, source, files, limits, pool=shared_pool()), resources

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
            preload=tuple(self.preload),
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


def files_beside(given: dict[str, bytes], handed_in: dict[str, bytes], theirs: Collection[str] = ()) -> Files:
    """What lies beside the notebooks: the instructor's files, and the submission's own.

    The instructor's file wins when both have one of a name, as in nbgrader, unless students may change it.
    theirs: the paths that they may change, `c.Autograde.exclude_overwriting` of the assignment
    """
    given = {path: content for path, content in given.items() if path not in theirs}
    return Files(given, {path: content for path, content in handed_in.items() if path not in given})
