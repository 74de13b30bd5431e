"""The committed lessons, for tests: read them, run them, take them apart.

How long a lesson takes is what a reader does, one thing after the other, and what the machine does:

    text        180 words a minute: slower than a native speaker reads a story (about 240), as it is not one
    code        3 seconds a line, to read it and what it prints
    exercises   30 seconds for each question of a quiz and for each widget, 10 seconds for each recall card
    running     measured: the processor seconds of the whole run

Processor seconds, since the tests share their machine: seconds on the clock would measure the others too.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import psutil
from markdown_it import MarkdownIt
from markdown_it.token import Token
from nbclient import NotebookClient
from nbformat import NotebookNode

from bank import ROOT
from coursekit import quiz
from coursekit.lessons import LESSONS, QUICK_CHECK
from coursekit.quiz import scoring
from coursekit.quiz.widgets import CARDS

FOLDER = ROOT / "notebooks"
ALL = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
UNITS = [name for name in ALL if name in LESSONS[1:]]  # lesson 0 has no unit, the mastery test has no lesson
WORDS_A_MINUTE, SECONDS_A_LINE, SECONDS_AN_EXERCISE, SECONDS_A_CARD = 180, 3, 30, 10
UNREACHABLE = "http://127.0.0.1:9"  # nothing listens there


@cache
def read(name: str) -> NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


@cache
def run(name: str) -> tuple[NotebookNode, float, set[str]]:
    """The executed lesson, the processor seconds it took, and what it left. Errors stay in the outputs."""
    lesson = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    with TemporaryDirectory() as course:
        folder = Path(course) / "notebooks"
        folder.mkdir()
        client = NotebookClient(
            lesson, timeout=120, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
        )
        temporary = folder.parent / "temporary"
        temporary.mkdir()
        proxies = {"http_proxy": UNREACHABLE, "https_proxy": UNREACHABLE}
        with client.setup_kernel(env={**os.environ, **proxies, "TMPDIR": str(temporary)}):
            for number, cell in enumerate(lesson.cells):
                client.execute_cell(cell, number)
            client.set_widgets_metadata()
            seconds = processor_seconds(client.km.provisioner.pid)
        left = {path.name for path in Path(course).rglob("*") if path.is_file()}
        left |= left_in(temporary)
    return lesson, seconds, left


@dataclass
class Played:
    """Code cells of a lesson that ran in this process."""

    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "lesson"})
    values: dict[str, Any] = field(default_factory=dict)  #: cell: value of its last line
    printed: dict[str, str] = field(default_factory=dict)


def play(name: str, folder: Path, only: Collection[str] = ()) -> Played:
    """Run the code cells of a lesson, or only some of them, in an empty course folder."""
    played = Played()
    (folder / "notebooks").mkdir()
    for cell in read(name).cells:
        if cell.cell_type == "code" and (not only or cell.id in only):
            with contextlib.chdir(folder / "notebooks"), contextlib.redirect_stdout(io.StringIO()) as said:
                played.values[cell.id] = run_cell(cell.source, played.names)
            played.printed[cell.id] = said.getvalue()
    return played


def run_cell(source: str, names: dict[str, Any]) -> Any:
    """The value of the last line, as a notebook shows it; None when that is a statement."""
    *lines, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        exec(source, names)
        return None
    exec(compile(ast.Module(lines, []), "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)


def left_in(temporary: Path) -> set[str]:
    """What lies in a folder for temporary files, without PyTorch's cache: there is one, and every program uses it."""
    return {path.name for path in temporary.iterdir() if not path.name.startswith("torchinductor_")}


def processor_seconds(kernel: int) -> float:
    """What a kernel and all the processes that it started have used, those that have ended included."""
    process = psutil.Process(kernel)
    used = [one.cpu_times() for one in [process, *process.children(recursive=True)]]
    return sum(one.user + one.system + one.children_user + one.children_system for one in used)


def slowness() -> float:
    """How much slower this machine is now than one that imports torch in a processor time of 1.5 seconds; at least 1.

    The limits are meant for such a machine. Other work on the same cores makes any machine slower.
    """
    run = "import time; import torch; print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    return max(1.0, float(done.stdout) / 1.5)


def minutes(lesson: NotebookNode) -> int:
    said = re.search(r"\babout (\d+) minutes?\b", lesson.cells[0].source, re.I)
    return int(said[1]) if said else 0


def reading_seconds(lesson: NotebookNode) -> float:
    """What a reader needs for text, code, exercises and cards; see the top of this file."""
    code = "\n".join(cell.source for cell in lesson.cells if cell.cell_type == "code")
    lines = sum(bool(line.strip()) for line in code.splitlines())
    exercises = question_count(code) + len(re.findall(r"views\.(show_\w+|View)\(", code))
    cards = CARDS * code.count("quiz.recall(")
    words = word_count(lesson) / WORDS_A_MINUTE * 60
    return words + lines * SECONDS_A_LINE + exercises * SECONDS_AN_EXERCISE + cards * SECONDS_A_CARD


def question_count(code: str) -> int:
    """How many questions the quizzes of a lesson ask."""
    quick = QUICK_CHECK * code.count("quiz.quick_check(")
    others = 0
    for kind, arguments in re.findall(r"quiz\.(predict|practice)\((.*?)\)", code):
        unit, *group = ast.literal_eval(f"({arguments},)")
        others += len([q for q in quiz.load().of(kind, unit) if q.group == "".join(group)])
    return quick + others + sum(scoring.PER_LEVEL.values()) * code.count("quiz.mastery(")


def word_count(lesson: NotebookNode) -> int:
    """The words of the text, with its code examples; code cells and alternative texts are not counted."""
    texts = [
        token.content
        for cell in text_cells(lesson)
        for token in [*parsed(cell), *inline(cell)]
        if token.type in ("text", "code_inline", "fence")
    ]
    return sum(any(letter.isalnum() for letter in word) for text in texts for word in text.split())


def headings(lesson: NotebookNode) -> list[tuple[int, str]]:
    return [heading for cell in text_cells(lesson) for heading in own_headings(cell)]


def own_headings(cell: NotebookNode) -> list[tuple[int, str]]:
    """Level and text of each heading in a cell."""
    return [
        (int(token.tag[1:]), "".join(child.content for child in content.children))
        for token, content in pairwise(parsed(cell))
        if token.type == "heading_open"
    ]


def targets(cells: list[NotebookNode], kind: str) -> list[str]:
    """Where links ("link") or pictures ("image") in text cells lead."""
    tokens = [token for cell in cells if cell.cell_type == "markdown" for token in inline(cell)]
    if kind == "image":
        return [str(token.attrGet("src")) for token in tokens if token.type == "image"]
    return [str(token.attrGet("href")) for token in tokens if token.type == "link_open"]


def text_cells(lesson: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in lesson.cells if cell.cell_type == "markdown"]


def inline(cell: NotebookNode) -> list[Token]:
    return [child for token in parsed(cell) for child in token.children or []]


def parsed(cell: NotebookNode) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(cell.source)


def outputs(lesson: NotebookNode) -> list[tuple[NotebookNode, NotebookNode]]:
    return [(cell, output) for cell in lesson.cells if cell.cell_type == "code" for output in cell.outputs]
