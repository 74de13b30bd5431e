"""Grade one notebook without a gradebook: setup, answer, test, and what the test said."""

import textwrap
from dataclasses import dataclass

from nbformat.v4 import new_notebook

from autograder.grading.shared_pool import shared_pool
from autograder.sealed.limits import Limits
from autograder.sealed.session.outputs import NotebookNode
from autograder.sealed.session.session import execute_sealed
from tests.sealed.course import answer, setup, test_of

QUICK = {"cell_timeout": 20.0, "grace": 0.5}


@dataclass
class Graded:
    """The executed notebook, and how its test cells ended."""

    notebook: NotebookNode
    failures: list[str]  # "Name: message" of each failed test

    @property
    def passed(self) -> bool:
        return not self.failures

    def outputs(self, index: int) -> list:
        return self.notebook.cells[index].outputs

    def text(self) -> str:
        """Everything that the notebook shows, as one text."""
        return "\n".join(str(output) for cell in self.notebook.cells for output in cell.get("outputs", []))


def grade(tools: str, reference: str, tests: str | list[str], submitted: str | None = None, files=None, **limits):
    """One setup cell, one answer cell (submitted, or the reference itself), and test cells."""
    tests = [tests] if isinstance(tests, str) else tests
    source = new_notebook(
        cells=[
            setup("tools", tools),
            answer("work", reference),
            *[test_of(f"test{number}", code) for number, code in enumerate(tests)],
        ]
    )
    work = new_notebook(cells=[cell.copy() for cell in source.cells])
    work.cells[1] = answer("work", reference)
    work.cells[1].source = textwrap.dedent(submitted if submitted is not None else reference).strip()
    more = {"files": files} if files else {}
    done = execute_sealed(work, source, limits=Limits(**{**QUICK, **limits}), pool=shared_pool(), **more)
    failures = [
        f"{output.ename}: {output.evalue}"
        for cell in done.cells[2:]
        for output in cell.outputs
        if output.output_type == "error"
    ]
    return Graded(done, failures)
