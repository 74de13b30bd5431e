"""A learner has a folder of their own: lessons and assignments, renewed until they are edited."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from bank import ROOT
from coursekit.command import hand_out as room
from coursekit.command.hand_out import MEMORY, hand_out
from tools import lab

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


def newer(course: Path, text: str) -> None:
    """The course has other cells in its lesson and its assignment, and other scenes."""
    write(course / LESSON, text)
    write(course / "release" / "01-first" / "first.ipynb", text)
    (course / "release" / "01-first" / "scenes.py").write_text(f"# {text}", encoding="utf-8")


def test_what_only_ran_is_renewed(course, mine):
    list(hand_out(mine))
    write(mine / LESSON, "1 + 1", ran=True)
    newer(course, "2 + 2")

    said = list(hand_out(mine))

    assert [one.partition(":")[0] for one in said] == [f"{LESSON} is renewed", "my-work/01-first is renewed"]
    assert source_of(mine / LESSON) == source_of(mine / ASSIGNMENT) == "2 + 2"
    assert list(hand_out(mine)) == []


def test_what_ran_and_has_no_newer_one_keeps_its_outputs(course, mine):
    list(hand_out(mine))
    write(mine / LESSON, "1 + 1", ran=True)
    write(course / "release" / "01-first" / "first.ipynb", "2 + 2")

    list(hand_out(mine))

    assert nbformat.read(mine / LESSON, as_version=4).cells[0].outputs


def test_what_is_edited_stays_and_the_newer_one_is_put_beside_it_and_it_is_said_once(course, mine):
    (course / "release" / "01-first" / "scenes.py").write_text("# old", encoding="utf-8")
    list(hand_out(mine))
    write(mine / LESSON, "my notes")
    write(mine / ASSIGNMENT, "my answer")
    newer(course, "2 + 2")

    said = list(hand_out(mine))

    assert said == [
        f"{LESSON} is newer in the course. You have edited yours, so it stays. "
        "The new one is notebooks/01-first-new.ipynb.",
        "my-work/01-first is newer in the course. You have edited yours, so it stays. "
        "The new one is my-work/01-first-new.",
    ]
    assert (source_of(mine / LESSON), source_of(mine / ASSIGNMENT)) == ("my notes", "my answer")
    assert (mine / "my-work" / "01-first" / "scenes.py").read_text(encoding="utf-8") == "# old"  # the one of the answer
    assert source_of(mine / "notebooks" / "01-first-new.ipynb") == "2 + 2"
    assert source_of(mine / "my-work" / "01-first-new" / "first.ipynb") == "2 + 2"
    assert (mine / "my-work" / "01-first-new" / "scenes.py").read_text(encoding="utf-8") == "# 2 + 2"
    assert list(hand_out(mine)) == []


@pytest.mark.parametrize(("edits", "there"), [(False, "01-first-new"), (True, "01-first-new2")])
def test_a_newer_one_that_was_put_beside_is_renewed_until_it_is_edited(course, mine, edits, there):
    list(hand_out(mine))
    write(mine / ASSIGNMENT, "my answer")
    newer(course, "2")
    list(hand_out(mine))
    if edits:
        write(mine / "my-work" / "01-first-new" / "first.ipynb", "my second answer")
    newer(course, "3")

    list(hand_out(mine))

    assert source_of(mine / ASSIGNMENT) == "my answer"
    assert source_of(mine / "my-work" / there / "first.ipynb") == "3"
    assert source_of(mine / "my-work" / "01-first-new" / "first.ipynb") == ("my second answer" if edits else "3")


@pytest.mark.parametrize("memory", [None, "", "[]", "{"])
def test_without_its_memory_all_that_is_there_counts_as_the_learners(course, mine, memory):
    list(hand_out(mine))
    (mine / MEMORY).unlink()
    if memory is not None:
        (mine / MEMORY).write_text(memory, encoding="utf-8")
    newer(course, "2")

    list(hand_out(mine))

    assert source_of(mine / LESSON) == "1 + 1"
    assert source_of(mine / "notebooks" / "01-first-new.ipynb") == "2"


def test_an_update_that_is_cut_off_loses_nothing_and_the_next_one_finishes_it(course, tmp_path):
    """Killed at each thing that it does to the disk, one after the other."""

    def updated(folder: Path, killed_at: int) -> bool:
        """Whether the update came to its end, in a copy of this process that ends at that step."""
        if (child := os.fork()) == 0:
            steps = iter(range(killed_at))
            changes = ("os.rename", "os.mkdir", "open")

            def die(event: str, arguments: tuple) -> None:
                if event in changes and (event != "open" or "w" in str(arguments[1])) and next(steps, None) is None:
                    os._exit(9)

            sys.addaudithook(die)
            for _ in hand_out(folder):
                pass
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    def prepared(folder: Path) -> Path:
        """Somebody who has answered the assignment and only run the lesson, and a newer course."""
        newer(course, "1 + 1")
        folder.mkdir()
        list(hand_out(folder))
        write(folder / LESSON, "1 + 1", ran=True)
        write(folder / ASSIGNMENT, "my answer")
        newer(course, "2")
        return folder

    def files(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    whole = prepared(tmp_path / "whole")
    list(hand_out(whole))
    for killed_at in count():
        cut_off = prepared(tmp_path / f"mine{killed_at}")
        ended = updated(cut_off, killed_at)
        assert source_of(cut_off / ASSIGNMENT) == "my answer"
        assert source_of(cut_off / LESSON) in ("1 + 1", "2")
        list(hand_out(cut_off))
        assert files(cut_off) == files(whole), f"killed at step {killed_at}"
        if ended:
            break
    assert killed_at > 8


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
