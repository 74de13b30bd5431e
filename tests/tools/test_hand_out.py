"""`make lab` gives a learner a folder of their own: lessons and assignments, renewed until they are edited."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from bank import ROOT
from tools import hand_out as room
from tools import lab
from tools.hand_out import hand_out

LESSON, ASSIGNMENT, SHEET = "notebooks/01-first.ipynb", "my-work/01-first/first.ipynb", "docs/sheet.html"


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A course that gives one lesson with a picture, one assignment, and a single file."""
    (tmp_path / "sheet.html").write_text("all recipes", encoding="utf-8")
    given = {"notebooks": tmp_path / "notebooks", "my-work": tmp_path / "release", SHEET: tmp_path / "sheet.html"}
    monkeypatch.setattr(room, "GIVEN", given)
    write(tmp_path / LESSON, "1 + 1")
    (tmp_path / "notebooks" / "pictures").mkdir()
    (tmp_path / "notebooks" / "pictures" / "a.svg").write_text("<svg/>", encoding="utf-8")
    write(tmp_path / "release" / "01-first" / "first.ipynb", "raise NotImplementedError()")
    return tmp_path


@pytest.fixture
def mine(tmp_path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    return folder


def write(file: Path, source: str, ran: bool = False) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    outputs = [new_output("stream", text="2\n")] if ran else []
    nbformat.write(new_notebook(cells=[new_code_cell(source, id="a", outputs=outputs)]), file)


def source_of(file: Path) -> str:
    return nbformat.read(file, as_version=4).cells[0].source


def test_everything_is_put_there_once(course, mine):
    assert list(hand_out(mine)) == ["new in notebooks/: 1", "new in my-work/: 1"]

    assert source_of(mine / LESSON) == "1 + 1"
    assert (mine / "notebooks" / "pictures" / "a.svg").read_text(encoding="utf-8") == "<svg/>"
    assert (mine / SHEET).read_text(encoding="utf-8") == "all recipes"
    assert list(hand_out(mine)) == []


def test_a_lesson_that_only_ran_is_renewed_and_an_edited_one_stays(course, mine):
    list(hand_out(mine))
    write(mine / LESSON, "1 + 1", ran=True)
    write(mine / ASSIGNMENT, "my answer")
    write(course / LESSON, "2 + 2")
    write(course / "release" / "01-first" / "first.ipynb", "raise NotImplementedError('newer')")

    said = list(hand_out(mine))

    assert [one.partition(": ")[0].partition(". ")[0] for one in said] == [
        f"{LESSON} is renewed",
        f"{ASSIGNMENT} is newer in the course",
    ]
    assert source_of(mine / LESSON) == "2 + 2"
    assert source_of(mine / ASSIGNMENT) == "my answer"
    assert list(hand_out(mine)) == []  # it is said once


@pytest.mark.parametrize("content", ["my answer", "no notebook {"])
def test_what_was_there_before_is_never_overwritten(course, mine, content):
    (mine / ASSIGNMENT).parent.mkdir(parents=True)
    (mine / ASSIGNMENT).write_text(content, encoding="utf-8")
    for newer in ("2", "3"):
        list(hand_out(mine))
        write(course / "release" / "01-first" / "first.ipynb", newer)

    assert (mine / ASSIGNMENT).read_text(encoding="utf-8") == content


def test_answers_from_before_learners_had_a_folder_move_into_it(course, mine, monkeypatch, capsys):
    write(course / "my-work" / "01-first" / "first.ipynb", "my answer")
    monkeypatch.setattr(lab, "LEARNER", mine)
    monkeypatch.setattr(lab, "BEFORE", course / "my-work")

    lab.learners_folder(mine)

    assert source_of(mine / ASSIGNMENT) == "my answer"
    assert not (course / "my-work").exists()
    assert "your answers have moved" in capsys.readouterr().out


def test_a_folder_that_cannot_be_made_is_named_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    command = [sys.executable, "-m", "tools.lab", "--folder", str(tmp_path / "file" / "mine")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)

    assert done.returncode == 1
    assert "Next step: make lab FOLDER=" in done.stderr and str(tmp_path / "file") in done.stderr
    assert "Traceback" not in done.stderr
