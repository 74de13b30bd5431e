"""The lessons are what a reader is promised: they run, they say how long they take, and every link leads somewhere."""

from __future__ import annotations

import os
import re
import time
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from nbclient import NotebookClient
from nbformat import NotebookNode

from coursekit import progress
from tests.answer_bank import ROOT
from tools import notebooks

FOLDER = ROOT / "notebooks"
ALL = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
LESSONS = [name for name in ALL if name in progress.LESSONS]  # all but the mastery test
UNITS = [name for name in LESSONS if name != "00-start-here"]
WORDS_A_MINUTE = 180
MOST_CELLS, MOST_WORDS = 60, 1800
UNREACHABLE = "http://127.0.0.1:9"  # nothing listens there


# --- running ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_lesson_runs_from_top_to_bottom_without_an_error(name):
    executed, _, _ = run(name)

    errors = [f"{cell.id}: {output.evalue}" for cell, output in outputs(executed) if output.output_type == "error"]

    assert not errors


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_lesson_leaves_nothing_but_the_progress_file_beside_it(name):
    _, _, left = run(name)

    assert left <= {progress.NAME}


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_every_picture_that_a_lesson_draws_has_alternative_text(name):
    executed, _, _ = run(name)

    silent = [cell.id for cell, output in outputs(executed) if is_silent_picture(output)]

    assert not silent


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_the_minutes_of_a_lesson_match_reading_and_running_time(name):
    _, seconds, _ = run(name)
    measured = word_count(read(name)) / WORDS_A_MINUTE + seconds / 60

    said = minutes(read(name))

    assert said == pytest.approx(measured, rel=1 / 3)


# --- form ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_a_lesson_is_committed_clean(name):
    assert not notebooks.check(FOLDER / f"{name}.ipynb")


@pytest.mark.parametrize("name", ALL)
def test_a_lesson_is_short_enough(name):
    lesson = read(name)

    assert len(lesson.cells) <= MOST_CELLS
    assert word_count(lesson) <= MOST_WORDS


@pytest.mark.parametrize("name", ALL)
def test_a_lesson_has_one_title_and_no_heading_skips_a_level(name):
    levels = [level for level, _ in headings(read(name))]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", ALL)
def test_headings_of_a_lesson_differ_so_that_links_to_them_are_clear(name):
    texts = [text for _, text in headings(read(name))]

    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", ALL)
def test_the_first_cell_says_how_long_the_lesson_takes(name):
    assert minutes(read(name)) > 0


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_quick_check_key_insight_and_what_next(name):
    lesson = read(name)

    found = {text for level, text in headings(lesson) if level == 2}

    assert found >= {"Quick check", "Key insight", "What next"}
    assert f"quiz.quick_check({int(name[:2])})" in "\n".join(c.source for c in lesson.cells if c.cell_type == "code")


@pytest.mark.parametrize("name", UNITS)
def test_the_first_cell_of_a_unit_leads_to_the_ten_ways_to_learn(name):
    first = read(name).cells[0]

    assert "00-start-here.ipynb#cell-id=ten-ways" in targets([first], "link")


def test_each_of_the_ten_ways_leads_to_a_lesson():
    cell = next(cell for cell in read("00-start-here").cells if cell.id == "ten-ways")
    rows = dict(re.findall(r"^\| (\d+) \|(.*)$", cell.source, re.M))

    assert list(rows) == [str(number) for number in range(1, 11)]
    assert all(".ipynb#" in row for row in rows.values())


# --- links and pictures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_every_link_of_a_lesson_leads_somewhere(name):
    links = [link for link in targets(read(name).cells, "link") if not is_remote(link)]

    dead = [link for link in links if not resolves(name, link)]

    assert not dead


@pytest.mark.parametrize("name", ALL)
def test_the_pictures_of_a_lesson_are_there_without_a_network(name):
    missing = [picture for picture in targets(read(name).cells, "image") if not (FOLDER / picture).is_file()]

    assert not missing


@pytest.mark.parametrize("name", ALL)
def test_every_picture_in_the_text_of_a_lesson_has_alternative_text(name):
    pictures = [token for cell in text_cells(read(name)) for token in inline(cell) if token.type == "image"]
    raw = [tag for cell in text_cells(read(name)) for tag in images_without_alt(cell.source)]

    assert all(picture.content.strip() for picture in pictures)
    assert not raw


# --- reading a lesson ---------------------------------------------------------------------------------------------


@cache
def read(name: str) -> NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


@cache
def run(name: str) -> tuple[NotebookNode, float, set[str]]:
    """The executed lesson, how many seconds it took, and the files it left. Errors stay in the outputs."""
    lesson = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    with TemporaryDirectory() as course:
        folder = Path(course) / "notebooks"
        folder.mkdir()
        client = NotebookClient(
            lesson, timeout=120, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
        )
        start = time.perf_counter()
        client.execute(env={**os.environ, "http_proxy": UNREACHABLE, "https_proxy": UNREACHABLE})
        seconds = time.perf_counter() - start
        left = {path.name for path in Path(course).rglob("*") if path.is_file()}
    return lesson, seconds, left


def outputs(lesson: NotebookNode) -> list[tuple[NotebookNode, NotebookNode]]:
    return [(cell, output) for cell in lesson.cells if cell.cell_type == "code" for output in cell.outputs]


def is_silent_picture(output: NotebookNode) -> bool:
    """A picture that a screen reader passes over: an HTML image without alt, or a bare image output."""
    data = output.get("data", {})
    return any(kind.startswith("image/") for kind in data) or bool(images_without_alt(data.get("text/html", "")))


def images_without_alt(source: str) -> list[str]:
    class Images(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            if tag == "img" and not dict(attributes).get("alt"):
                silent.append(self.get_starttag_text() or tag)

    silent: list[str] = []
    Images().feed(source)
    return silent


def text_cells(lesson: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in lesson.cells if cell.cell_type == "markdown"]


def parsed(cell: NotebookNode) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(cell.source)


def inline(cell: NotebookNode) -> list[Token]:
    return [child for token in parsed(cell) for child in token.children or []]


def headings(lesson: NotebookNode) -> list[tuple[int, str]]:
    found = []
    for cell in text_cells(lesson):
        for token, content in pairwise(parsed(cell)):
            if token.type == "heading_open":
                found.append((int(token.tag[1:]), "".join(child.content for child in content.children)))
    return found


def word_count(lesson: NotebookNode) -> int:
    """The words of the text, with its code examples; code cells and alternative texts are not counted."""
    texts = [
        token.content
        for cell in text_cells(lesson)
        for token in [*parsed(cell), *inline(cell)]
        if token.type in ("text", "code_inline", "fence")
    ]
    return sum(any(letter.isalnum() for letter in word) for text in texts for word in text.split())


def minutes(lesson: NotebookNode) -> int:
    said = re.search(r"\babout (\d+) minutes?\b", lesson.cells[0].source, re.I)
    return int(said[1]) if said else 0


def targets(cells: list[NotebookNode], kind: str) -> list[str]:
    """Where links ("link") or pictures ("image") in text cells lead."""
    tokens = [token for cell in cells if cell.cell_type == "markdown" for token in inline(cell)]
    if kind == "image":
        return [str(token.attrGet("src")) for token in tokens if token.type == "image"]
    return [str(token.attrGet("href")) for token in tokens if token.type == "link_open"]


def is_remote(link: str) -> bool:
    """For further reading; the lesson itself does not need it."""
    return link.startswith(("https://", "http://"))


def resolves(name: str, link: str) -> bool:
    """Whether file and anchor are there. `make lab` copies release/ to my-work/, so release/ answers for both."""
    file, _, anchor = link.partition("#")
    path = (FOLDER / file).resolve() if file else FOLDER / f"{name}.ipynb"
    if path.is_relative_to(ROOT / "my-work"):
        path = ROOT / "release" / path.relative_to(ROOT / "my-work")
    return path.is_file() and (not anchor or anchor in anchors(path))


@cache
def anchors(path: Path) -> set[str]:
    """What a link can aim at: cells. nbconvert gives every cell this id, too.

    A link to a heading does not scroll when JupyterLab (4.6 was tried) has to open the notebook first: it looks for the
    heading among the cells that are drawn already. A link to a cell does.
    """
    return {f"cell-id={cell.id}" for cell in nbformat.read(path, as_version=4).cells}
