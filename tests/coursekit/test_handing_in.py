"""What is handed in is what was meant: a blank notebook, or one whose copy was saved later, is named in a sentence."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from traitlets.config import Config

from bank import ROOT, fill_in
from coursekit.handing_in import what_is_wrong
from tests.commands import nbgrader
from tools.course_copy import copy_course

UNIT, NOTEBOOK = "03-saving", "saving.ipynb"


@pytest.fixture
def work(tmp_path) -> Path:
    """A learner's my-work/, with one assignment as it was released, saved an hour ago."""
    work = tmp_path / "my-work"
    shutil.copytree(ROOT / "release" / UNIT, work / UNIT)
    saved(work / UNIT / NOTEBOOK, hours_ago=1)
    return work


def saved(file: Path, hours_ago: float, answer: str = "") -> None:
    """Save a notebook, with an answer in its first exercise."""
    if answer:
        notebook = nbformat.read(ROOT / "release" / UNIT / NOTEBOOK, as_version=4)
        first = next(c.id for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution"))
        file.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(fill_in(notebook, {first: answer}), file)
    then = file.stat().st_mtime - 3600 * hours_ago
    os.utime(file, (then, then))


def test_an_answer_is_handed_in(work):
    saved(work / UNIT / NOTEBOOK, hours_ago=1, answer="1")

    assert what_is_wrong([work / UNIT / NOTEBOOK], work) == ""


def test_a_blank_notebook_is_named(work):
    assert f"my-work/{UNIT}/{NOTEBOOK} has no answer in it" in what_is_wrong([work / UNIT / NOTEBOOK], work)


def test_a_blank_copy_of_the_cell_below_an_answer_does_not_hide_it(work):
    path = work / UNIT / NOTEBOOK
    blank = nbformat.read(path, as_version=4)
    saved(path, hours_ago=0, answer="1")
    notebook = nbformat.read(path, as_version=4)
    place = next(n for n, cell in enumerate(blank.cells) if cell.metadata.get("nbgrader", {}).get("solution"))
    blank.cells[place].id = "copied"
    notebook.cells.insert(place + 1, blank.cells[place])
    nbformat.write(notebook, path)

    assert what_is_wrong([path], work) == ""


@pytest.mark.parametrize("place", [f"my-work/{UNIT}/saving-Copy1.ipynb", f"{UNIT}/{NOTEBOOK}", "saving (1).ipynb"])
@pytest.mark.parametrize("answer", ["", "1"])
def test_a_copy_that_was_saved_later_is_named(work, place, answer):
    saved(work / UNIT / NOTEBOOK, hours_ago=1, answer=answer)
    saved(work.parent / place, hours_ago=0, answer="2")

    said = what_is_wrong([work / UNIT / NOTEBOOK], work)

    assert f"You saved {place} last" in said and f"what you hand in is my-work/{UNIT}/{NOTEBOOK}" in said


def test_an_older_copy_and_a_copy_with_the_same_answers_do_not_matter(work):
    saved(work / UNIT / NOTEBOOK, hours_ago=1, answer="1")
    saved(work / UNIT / "older.ipynb", hours_ago=2, answer="2")
    saved(work / UNIT / "same.ipynb", hours_ago=0, answer="1")
    saved(work / "another unit" / "damaged.ipynb", hours_ago=0, answer="1")
    (work / "another unit" / "damaged.ipynb").write_text("{", encoding="utf-8")

    assert what_is_wrong([work / UNIT / NOTEBOOK], work) == ""


def test_a_copy_that_was_saved_while_the_clock_was_wrong_does_not_block_for_ever(work):
    saved(work / UNIT / NOTEBOOK, hours_ago=0, answer="1")
    saved(work / UNIT / "saving-Copy1.ipynb", hours_ago=-24, answer="2")

    assert what_is_wrong([work / UNIT / NOTEBOOK], work) == ""


@pytest.mark.slow
def test_nbgrader_hands_in_answers_and_says_why_it_does_not(tmp_path, work):
    course = copy_course(tmp_path / "course", UNIT)
    shutil.copytree(ROOT / "release" / UNIT, course / "release" / UNIT)
    nbgrader("release_assignment", UNIT, cwd=course)
    config = Config()
    config.CourseDirectory.course_id, config.CourseDirectory.assignment_id = "restoring-pytorch-models", UNIT
    (tmp_path / "disk").mkdir()
    (tmp_path / "home").symlink_to("disk")  # as on many shared machines
    work = work.rename(tmp_path / "home" / work.name)
    config.Exchange.root, config.Exchange.assignment_dir = str(course / "exchange"), str(work)
    config.Exchange.cache = str(tmp_path / "cache")
    config.ExchangeFactory.submit = "coursekit.submitting.SubmitAnswers"
    inbound = course / "exchange" / "restoring-pytorch-models" / "inbound"

    with pytest.raises(ExchangeError, match="has no answer in it"):
        submit(config)
    assert list(inbound.iterdir()) == []
    saved(work / UNIT / NOTEBOOK, hours_ago=0, answer="1")
    submit(config)

    [handed_in] = inbound.iterdir()
    assert (handed_in / NOTEBOOK).read_bytes() == (work / UNIT / NOTEBOOK).read_bytes()


def submit(config: Config) -> None:
    directory, authenticator = CourseDirectory(config=config), Authenticator(config=config)
    ExchangeFactory(config=config).Submit(coursedir=directory, authenticator=authenticator, config=config).start()
