"""nbgrader's Execute, sealed: name it in `c.Autograde.autograde_preprocessors` and nbgrader does the rest."""

from __future__ import annotations

from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets import Bool, Float, Integer, List, TraitType, Unicode

from autograder.course.folder import link_in
from autograder.course.released import instructors_notebook
from autograder.course.source import read_source
from autograder.grading.shared_pool import shared_pool
from autograder.intake.submission import files_beside, read_submission
from autograder.sealed.errors import CourseProblem, NotANotebook, NotExecuted, NotPython
from autograder.sealed.limits import Limits
from autograder.sealed.session.session import execute_sealed

Resources = dict[str, Any]  #: what nbconvert's preprocessors tell each other
SETTINGS = {limit.name: limit for limit in fields(Limits) if limit.metadata}


def trait_of(limit: Field[Any]) -> TraitType[Any, Any]:
    """What a course sets for a limit, in its own unit."""
    default, unit, says = limit.default, limit.metadata["unit"], {"help": limit.metadata["help"]}
    trait: TraitType[Any, Any]
    if isinstance(default, tuple):
        trait = List(Unicode(), default_value=list(default), **says)
    elif isinstance(default, bool):
        trait = Bool(default, **says)
    elif isinstance(default, int):
        trait = Integer(default // unit, **says)
    else:
        trait = Float(default / unit, **says)
    trait.tag(config=True)
    return trait


TRAITS = {name: trait_of(limit) for name, limit in SETTINGS.items()}
#: nbgrader's Execute with a trait for each limit that a course can set
LimitedExecute: Any = type(Execute)("LimitedExecute", (Execute,), TRAITS)


class SealedExecute(LimitedExecute):
    """Runs a submission's cells and the instructor's tests in two sandboxed processes."""

    cell_timeout = Float(None, allow_none=True, help="Seconds a cell may run; default: Execute.timeout (30).").tag(
        config=True
    )

    def __call__(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        # --no-execute sets Execute.enabled to False; a test without output would get full points.
        if not self.enabled:
            raise NotExecuted()
        return super().__call__(nb, resources)

    def preprocess(self, nb: NotebookNode, resources: Resources, km: object = None) -> tuple[NotebookNode, Resources]:
        """Grade one sanitised notebook; what nbgrader's Execute is asked, with the same return.

        km: a kernel manager, in nbgrader; there is no kernel here
        Raises NotANotebook for what cannot be graded, CourseProblem, and what execute_sealed raises.
        """
        check_kernel(nb)
        course = CourseDirectory(parent=self.parent, config=self.config)
        where = resources["nbgrader"]
        assignment, name = where["assignment"], where["notebook"]
        written, limits = read_source(course, assignment), self.limits()
        with Gradebook(where["db_url"]) as gradebook:
            released = gradebook.find_notebook(name, assignment)
            source = instructors_notebook(assignment, released, written.notebooks.get(name))
        folder = Path(course.format_path(course.submitted_directory, where["student"], assignment))
        link = link_in(course, where["student"], assignment)
        handed_in = read_submission(folder, [name], course.ignore, limits.scratch // 2, link)
        if name in handed_in.problems:
            raise NotANotebook(handed_in.problems[name])
        theirs = Autograde(coursedir=course, config=course.config).exclude_overwriting.get(assignment, [])
        files = files_beside(written.files, handed_in.files, theirs)
        return execute_sealed(nb, source, files, limits, pool=shared_pool()), resources

    def _timeout(self) -> float:
        chosen = self.timeout if self.cell_timeout is None else self.cell_timeout
        return chosen if chosen is not None and chosen > 0 else 1e9  # nbclient: None and -1 mean no limit

    def limits(self) -> Limits:
        """The configured limits, as what travels to the sandbox."""
        chosen: dict[str, Any] = {}
        for name, limit in SETTINGS.items():
            value = getattr(self, name)
            chosen[name] = tuple(value) if isinstance(value, list) else value
            if limit.metadata["unit"] != 1:
                chosen[name] = value * limit.metadata["unit"]
        return Limits(cell_timeout=self._timeout(), **chosen)


def check_kernel(nb: NotebookNode) -> None:
    """Only Python notebooks are graded here. Raises NotPython, and CourseProblem for a kernel that is not there."""
    name = nb.metadata.get("kernelspec", {}).get("name", "python3")
    if name in ("python", "python3"):
        return
    try:
        language = KernelSpecManager().get_kernel_spec(name).language
    except NoSuchKernel:
        raise CourseProblem(
            f"No kernel named {name!r} is installed here. "
            "Next step: choose Python's in the source notebook, or install that one."
        ) from None
    if language.lower() != "python":
        raise NotPython(language)
