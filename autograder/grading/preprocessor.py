"""nbgrader's Execute, sealed: name it in `c.Autograde.autograde_preprocessors` and nbgrader does the rest."""

import os
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader import utils
from nbgrader.api import Gradebook, Notebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets import Bool, Float, Integer, List, Unicode

from autograder.grading.shared_pool import shared_pool
from autograder.sealed.errors import NotExecuted, NotPython, SourceMissing
from autograder.sealed.limits import MIB, Files, Limits
from autograder.sealed.plan.cells import is_test, nbgrader_of
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
        source = find_source(course, where["assignment"], where["notebook"], where["db_url"])
        files = find_files(course, where["assignment"], where["student"])
        return execute_sealed(nb, source, files, self.limits(), pool=shared_pool()), resources

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


def find_source(course: CourseDirectory, assignment: str, notebook: str, db_url: str) -> NotebookNode:
    """The instructor's notebook: from the source folder, with the tests as nbgrader released them.

    The gradebook has the cells as they were after nbgrader wrote autotests into them; the source folder
    has the solutions and the plain cells. Without the source folder the gradebook has to do.
    """
    folder = course.format_path(course.source_directory, ".", assignment)
    path = os.path.join(folder, notebook + ".ipynb")
    with Gradebook(db_url) as gradebook:
        released = _released_code(gradebook.find_notebook(notebook, assignment))
    if not os.path.exists(path):
        if not released:
            raise SourceMissing(path)
        return new_notebook(cells=released)
    source = nbformat.read(path, as_version=4)
    by_name = {cell.metadata.nbgrader.grade_id: cell for cell in released}
    for cell in source.cells:
        meta = nbgrader_of(cell)
        if not meta.get("solution") and meta.get("grade_id") in by_name and cell.cell_type == "code":
            cell.source = by_name.pop(meta["grade_id"]).source
        else:
            by_name.pop(meta.get("grade_id"), None)
    # Locked cells that nbgrader added when it made the release: what the autotests need.
    added = [cell for cell in by_name.values() if not is_test(cell) and not nbgrader_of(cell).get("solution")]
    source.cells[:0] = added
    return source


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


def _released_code(notebook: Notebook) -> list[NotebookNode]:
    """The code cells of an assignment as the gradebook holds them."""
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    cells = []
    for cell in notebook.source_cells:
        if cell.cell_type == "code":
            meta = {"grade_id": cell.name, "locked": bool(cell.locked), "grade": False, "solution": False}
            if cell.name in points:
                meta |= {"grade": True, "points": points[cell.name]}
            meta["solution"] = cell.name in solutions
            cells.append(new_code_cell(cell.source, metadata={"nbgrader": meta}))
    return cells
