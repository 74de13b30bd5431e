"""Which checks make an exercise: by the order of cells in the instructor's notebook, and its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.sealed.plan.marks import grade_id_of, nbgrader_of

HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
FENCED = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Check:
    """A cell that gives points, as the gradebook knows it."""

    id: str  #: the gradebook's own
    name: str  #: its grade_id
    points: float


@dataclass(frozen=True)
class Exercise:
    """An answer cell and the checks that follow it."""

    assignment: str
    notebook: str
    name: str  #: the grade_id of the answer cell, or of the check itself when a person grades it
    title: str  #: the nearest heading above it; "" when there is none
    checks: tuple[Check, ...]

    @property
    def points(self) -> float:
        """The most that its checks can give."""
        return sum(check.points for check in self.checks)


def exercises_of(
    assignment: str, notebook: str, checks: Sequence[Check], cells: Iterable[NotebookNode] = ()
) -> list[Exercise]:
    """The exercises of a notebook, in its order.

    checks: what the gradebook grades
    cells:  the instructor's notebook; none when it is not there. A check that it does not have is an exercise of its
            own, at the end.

    Answer cells with no check between them share the checks that follow.
    """
    known = {check.name: check for check in checks}
    found: list[tuple[str, str, list[Check]]] = []
    title, answers, is_open = "", list[str](), False
    for cell in cells:
        if cell.cell_type == "markdown" and (headings := HEADING.findall(FENCED.sub("", cell.source))):
            title = headings[-1]
        marks, name = nbgrader_of(cell), grade_id_of(cell)
        check = known.pop(name, None) if name else None
        if check and (marks.get("solution") or marks.get("task")):  # graded by hand: answer and check in one
            found.append((check.name, title, [check]))
            answers, is_open = [], False
        elif check:
            if not is_open:
                found.append((" + ".join(answers) or check.name, title, []))
            found[-1][2].append(check)
            answers, is_open = [], bool(answers) or is_open
        elif name and marks.get("solution"):
            answers, is_open = [*answers, name], False
    found += [(check.name, "", [check]) for check in known.values()]
    return [Exercise(assignment, notebook, name, title, tuple(own)) for name, title, own in found]
