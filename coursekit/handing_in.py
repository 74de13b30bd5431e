"""Handing in what was meant: `nbgrader submit` and Assignment List say so when it is blank, or when a copy is newer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeSubmit

LINE = 80  #: characters
MOST_COPIES = 1_000  #: notebooks that are looked at; a folder may hold any number
Answers = dict[str, tuple[str, bool]]  #: by the answer cell's name: what it says, and whether that is an answer


class SubmitAnswers(ExchangeSubmit):
    """nbgrader's own class, but it first looks at what it is about to hand in; named in `c.ExchangeFactory.submit`."""

    def start(self):
        """Raises ExchangeError when nothing was handed in. Assignment List shows its traceback, so that is short."""
        try:
            super().start()
        except ExchangeError as error:
            raise error.with_traceback(None) from None

    def copy_files(self):
        """Raises ExchangeError when something else was meant, before anything is copied."""
        self.init_release()
        named = [Path(self.src_path) / name for name in utils.find_all_notebooks(self.release_path)]
        if problem := what_is_wrong(named, Path(self.assignment_dir).resolve()):
            self.fail(f"\n\n{textwrap.fill(problem, LINE)}")  # Assignment List breaks no lines
        super().copy_files()


def what_is_wrong(named: Iterable[Path], work: Path) -> str:
    """Why these notebooks are probably not what the learner means to hand in; "" when they are.

    named: the assignment's notebooks
    work:  the folder with all of the learner's assignments; a copy may lie beside any of them, or one folder up
    """
    notebooks = {path: answers_in(path) for path in named if path.is_file()}
    for path, answers in notebooks.items():
        for copy, others in copies_of(path, answers, work):
            if others != answers and path.stat().st_mtime < copy.stat().st_mtime:
                return (
                    f"Not handed in: you have this assignment twice. You saved {copy.relative_to(work.parent)} last, "
                    f"but Submit hands in {path.relative_to(work.parent)}. Copy your answers into that one, or save it "
                    "again if it is the right one. Then press Submit again."
                )
    if notebooks and not any(is_answer for answers in notebooks.values() for _, is_answer in answers.values()):
        where = ", ".join(str(path.relative_to(work.parent)) for path in notebooks)
        return f"Not handed in: {where} has no answer in it. Save your notebook there, then press Submit again."
    return ""


def copies_of(notebook: Path, answers: Answers, work: Path) -> Iterator[tuple[Path, Answers]]:
    """Other notebooks with the same answer cells, in which something is answered."""
    places = chain(work.parent.glob("*.ipynb"), work.parent.glob("*/*.ipynb"), work.glob("*/*.ipynb"))
    for path in islice(places, MOST_COPIES):
        if path != notebook and not path.parent.name.startswith("."):
            found = answers_in(path)
            if found.keys() == answers.keys() and any(is_answer for _, is_answer in found.values()):
                yield path, found


def answers_in(path: Path) -> Answers:
    """What a notebook says in its answer cells; nothing when it cannot be read."""
    try:
        cells = nbformat.read(path, as_version=4).cells
    except Exception:  # whatever a damaged file makes nbformat say
        return {}
    return {name_of(cell): (cell.source, is_answer(cell)) for cell in cells if utils.is_solution(cell)}


def name_of(cell: NotebookNode) -> str:
    """As the gradebook knows it."""
    return cell.metadata.nbgrader.get("grade_id", "")


def is_answer(cell: NotebookNode) -> bool:
    """Whether the cell differs from the released one, whose checksum nbgrader keeps in it."""
    return cell.metadata.nbgrader.get("checksum") != utils.compute_checksum(cell)
