"""The lessons are what a reader is promised: they run, they say how long they take, and every link leads somewhere."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from bank import ROOT
from tests.notebooks.lessons import (
    ALL,
    FOLDER,
    UNITS,
    headings,
    minutes,
    outputs,
    own_headings,
    read,
    reading_seconds,
    run,
    slowness,
    targets,
    text_cells,
    word_count,
)
from tools import notebooks

MOST_CELLS, MOST_WORDS, MOST_SECONDS = 60, 1800, 20
PARTS = {  # what every unit has, in this order: heading and cell id
    "Remember first": "remember",
    "Why it matters": "why",
    "Predict": "predict",
    "Run": "run",
    "The idea": "idea",
    "Worked code": "worked",
    "Try it": "try",
    "Quick check": "check",
    "Recipe": "recipe",
    "Key insight": "key-insight",
    "What next": "next",
}
FAILURES = {  # what torch 2.13 says, or how a silent failure shows
    1: "'collections.OrderedDict' object has no attribute 'eval'",
    2: "Expected state_dict to be dict-like, got <class 'str'>",
    3: "size mismatch for .*: copying a param with shape",
    4: r"Missing key\(s\) .* Unexpected key\(s\) in state_dict: \"module\.",
    5: r"Missing key\(s\) .* Unexpected key\(s\) in state_dict: \"_orig_mod\.",
    6: "parameter group that doesn't match the size of optimizer's group",
    7: "Attempting to deserialize object on (a )?CUDA device|no error on this machine",  # it may have a GPU
    8: "Weights only load failed.*Unsupported global: GLOBAL",
    9: "PytorchStreamReader failed .* central directory",
    10: "Unsupported operand 118",
    11: "Can't get attribute 'Net' on <module '__main__'",
    12: "No module named 'lab_models'",
    13: "best weights: False",
    14: "two calls agree: False",
    15: r"learning rate before: 0\.1 .* resumed: 1\.0",
}


# --- running ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_lesson_runs_from_top_to_bottom_without_an_error(name):
    executed, _, _ = run(name)

    errors = [f"{cell.id}: {output.evalue}" for cell, output in outputs(executed) if output.output_type == "error"]

    assert not errors


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_lesson_leaves_nothing_not_even_temporary_files(name):
    _, _, left = run(name)

    assert not left


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_every_picture_that_a_lesson_draws_has_alternative_text(name):
    executed, _, _ = run(name)

    silent = [cell.id for cell, output in outputs(executed) if is_silent_picture(output)]

    assert not silent


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_lesson_needs_less_than_20_processor_seconds(name):
    _, seconds, _ = run(name)

    if seconds >= MOST_SECONDS:
        slow = slowness()
        seconds = run.__wrapped__(name)[1] / max(slow, slowness())
    assert seconds < MOST_SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_the_minutes_of_a_lesson_match_reading_and_running_time(name):
    _, seconds, _ = run(name)
    measured = (reading_seconds(read(name)) + seconds) / 60

    said = minutes(read(name))

    assert said == pytest.approx(measured, rel=1 / 3)


@pytest.mark.slow
def test_lesson_10_meets_fifteen_failures_with_the_messages_of_torch():
    executed, _, _ = run("10-debug-clinic")
    printed = "".join(output.text for _, output in outputs(executed) if output.output_type == "stream")

    met = {int(number): said for number, said in re.findall(r"^(\d+)\. (.*)$", printed, re.M)}

    assert list(met) == list(FAILURES)
    assert {number: said for number, said in met.items() if not re.search(FAILURES[number], said)} == {}


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
def test_every_unit_has_the_same_parts_in_the_same_order(name):
    found = [(text, cell.id) for cell in text_cells(read(name)) for _, text in own_headings(cell) if text in PARTS]

    assert found == list(PARTS.items())[name == UNITS[0] :]  # nothing comes before unit 1


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_ends_with_its_recipe_key_insight_what_next_and_the_strip_of_its_progress(name):
    assert [cell.id for cell in read(name).cells[-4:]] == ["recipe-code", "key-insight", "next", "done"]
    assert read(name).cells[-1].source.endswith(f"progress.strip({int(name[:2])})")


# --- links and pictures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_every_link_of_a_lesson_leads_somewhere(name):
    links = [link for link in targets(read(name).cells, "link") if not is_remote(link)]

    dead = [link for link in links if not resolves(name, link)]

    assert not dead


@pytest.mark.parametrize("name", ALL)
def test_the_text_of_a_lesson_holds_no_picture_of_one_theme_only(name):
    raw = [cell.id for cell in text_cells(read(name)) if re.search("<(img|svg)", cell.source)]

    assert not targets(read(name).cells, "image") and not raw


# --- what a test looks for ----------------------------------------------------------------------------------------


def is_silent_picture(output: NotebookNode) -> bool:
    """A picture that a screen reader passes over: a drawing without words, or a bare image output."""
    data = output.get("data", {})
    return any(kind.startswith("image/") for kind in data) or bool(silent_pictures(data.get("text/html", "")))


def silent_pictures(source: str) -> list[str]:
    class Pictures(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            said = dict(attributes)
            if tag in ("img", "svg") and not (said.get("alt") or said.get("aria-label") or "aria-hidden" in said):
                silent.append(self.get_starttag_text() or tag)

    silent: list[str] = []
    Pictures().feed(source)
    return silent


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
