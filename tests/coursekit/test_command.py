"""`restoring-models` on a learner's machine: what it puts there, what it says of answers, and of a wrong use."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from bank import ROOT, answers, fill_in
from coursekit.command import cli
from coursekit.command.hand_out import MEMORY, SHEET

UNIT, NOTEBOOK = "01-state-dict", "state-dict.ipynb"


@pytest.fixture
def folder(tmp_path, capsys) -> Path:
    """A learner's folder, as the command made it."""
    folder = tmp_path / "mine"
    assert called("update", "--folder", str(folder)) == 0
    capsys.readouterr()
    return folder


def called(*arguments: str) -> int | str | None:
    """Run the command here; returns its exit code, or what it says instead."""
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    return ended.value.code


def answered(folder: Path, **cells: str) -> Path:
    path = folder / "my-work" / UNIT / NOTEBOOK
    nbformat.write(fill_in(nbformat.read(ROOT / "release" / UNIT / NOTEBOOK, as_version=4), cells), path)
    return path


# --- what it does -------------------------------------------------------------------------------------------------


def test_a_new_folder_has_every_lesson_and_assignment_and_no_hidden_test(folder):
    given = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    lessons = {f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    released = {f"my-work/{path.relative_to(ROOT / 'release').as_posix()}" for path in (ROOT / "release").glob("*/*")}
    released = {name for name in released if "__pycache__" not in name}
    assert given == lessons | released | {SHEET, MEMORY}
    assert not any(b"HIDDEN TESTS" in (folder / name).read_bytes() for name in given)


@pytest.mark.slow
def test_check_says_of_each_exercise_how_it_went(folder, capsys):
    right = answers(UNIT, "build_model", "right")[0].source
    wrong = "def count_parameters(model, trainable_only=False): return 9"
    answered(folder, build_model=right, describe_state="def describe_state(:", count_parameters=wrong)

    assert called("check", "1", "--folder", str(folder)) == 1

    said = capsys.readouterr().out
    assert "✓ 1.1 build_model · parameters: passed." in said
    assert "✗ The cell that begins with “def describe_state(:” fails. SyntaxError" in said
    assert "○ 1.4 states_equal is not answered yet." in said
    assert "✗ 1.3 count_parameters · once: not right yet." in said
    assert "3 of 11 pass." in said
    assert "\x1b" not in said and "Traceback" not in said


@pytest.mark.slow
def test_check_says_when_python_itself_ended(folder, capsys):
    answered(folder, build_model="import os; os._exit(1)")

    assert called("check", UNIT, "--folder", str(folder)) == 1

    assert "✗ Python itself ended" in capsys.readouterr().out


@pytest.mark.slow
def test_check_tells_nothing_of_an_earlier_run(folder, capsys):
    path = answered(folder, build_model="import os; os._exit(1)")
    notebook = nbformat.read(path, as_version=4)
    *_, check = (cell for cell in notebook.cells if cell.source.startswith("@own_names.test"))
    check.outputs = [nbformat.v4.new_output("stream", text="✓ passed, yesterday")]
    error = nbformat.v4.new_output("error", ename="ValueError", evalue="yesterday", traceback=[])
    only_read = nbformat.v4.new_code_cell("x", metadata={"tags": ["skip-execution"]}, outputs=[error])
    notebook.cells.append(only_read)
    nbformat.write(notebook, path)

    assert called("check", UNIT, "--folder", str(folder)) == 1

    assert "yesterday" not in capsys.readouterr().out


@pytest.mark.slow
def test_check_stops_a_cell_that_runs_for_ever(folder, capsys, monkeypatch):
    from coursekit.command import checks

    monkeypatch.setattr(checks, "SECONDS", 3)
    answered(folder, build_model="while True: pass")

    assert called("check", UNIT, "--folder", str(folder)) == 1

    assert "✗ A cell ran longer than 3 seconds" in capsys.readouterr().out


def test_zip_holds_the_notebook_as_it_was_saved_and_what_lies_beside_it(folder, capsys):
    path = answered(folder, build_model="1")
    (path.parent / "weights").mkdir()
    for name in ("weights/mine.pth", ".ipynb_checkpoints", "__pycache__", ".hidden"):
        (path.parent / name).write_text("", encoding="utf-8")

    assert called("zip", "1", "--folder", str(folder)) == 0

    file = folder / "to-hand-in" / f"{UNIT}.zip"
    assert str(file) in capsys.readouterr().out
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["scenes.py", NOTEBOOK, "weights/mine.pth"]
        assert archive.read(NOTEBOOK) == path.read_bytes()


def test_a_zip_holds_files_whose_names_are_no_unicode(folder):
    path = answered(folder, build_model="1")
    try:
        (path.parent / "\udcdcbung 重.txt").write_text("", encoding="utf-8")
    except OSError:  # macOS has no such names
        pytest.skip("this system has no such names")

    assert called("zip", "1", "--folder", str(folder)) == 0

    with zipfile.ZipFile(folder / "to-hand-in" / f"{UNIT}.zip") as archive:
        assert any(name.endswith("�bung 重.txt") for name in archive.namelist())


@pytest.mark.parametrize("said", ["1", "01", UNIT, f"my-work/{UNIT}/", f"./{UNIT}"])
def test_an_assignment_is_named_in_any_usual_way_from_any_folder_below(folder, monkeypatch, said):
    answered(folder, build_model="1")
    monkeypatch.chdir(folder / "my-work" / UNIT)

    assert called("zip", said) == 0

    assert (folder / "to-hand-in" / f"{UNIT}.zip").is_file()


def test_the_usual_folder_is_at_home(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.chdir(tmp_path)

    assert called("update") == 0

    assert (tmp_path / "restoring-models" / "notebooks" / "00-start-here.ipynb").is_file()


def test_a_zip_of_the_newer_one_beside_it_has_the_assignments_name(folder):
    path = answered(folder, build_model="1")
    path.parent.rename(path.parent.with_name(f"{UNIT}-new"))

    assert called("zip", f"{UNIT}-new", "--folder", str(folder)) == 0

    assert (folder / "to-hand-in" / f"{UNIT}.zip").is_file()


# --- what it says of a wrong use ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "the following arguments are required"),
        (["begin"], "invalid choice: 'begin'"),
        (["zip"], "the following arguments are required: assignment"),
        (["zip", "1", "2"], "zip does not know 2"),
        (["update", "--force"], "update does not know --force"),
        (["start", "my-folder"], "start does not know my-folder"),
        (["check", "1", "--folder"], "expected one argument"),
    ],
)
def test_a_wrong_call_is_answered_in_one_line(capsys, arguments, said):
    assert called(*arguments) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert (
        line.startswith("restoring-models: ") and said in line and line.endswith("Next step: restoring-models --help")
    )


def test_an_assignment_that_is_not_there_is_named_with_those_that_are(folder):
    for command in ("check", "zip"):
        said = called(command, "44", "--folder", str(folder))
        assert "there is no assignment 44. Next step: name one of 01-state-dict, 02-training-trace" in str(said)


def test_before_the_first_start_the_next_step_is_start(tmp_path):
    assert "Next step: restoring-models start" in str(called("zip", "1", "--folder", str(tmp_path / "nowhere")))


def test_a_blank_assignment_is_not_handed_in(folder):
    assert f"my-work/{UNIT}/{NOTEBOOK} has no answer in it" in str(called("zip", "1", "--folder", str(folder)))
    assert not (folder / "to-hand-in").exists()


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"cells": 1}'])
@pytest.mark.parametrize("command", ["check", "zip"])
def test_a_notebook_that_is_missing_or_damaged_is_named(folder, command, content):
    path = folder / "my-work" / UNIT / NOTEBOOK
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")

    said = str(called(command, "1", "--folder", str(folder)))

    assert f"my-work/{UNIT}/{NOTEBOOK} " in said and "Next step: " in said


@pytest.mark.parametrize("command", ["start", "update"])
def test_a_folder_that_cannot_be_made_is_named(tmp_path, command):
    (tmp_path / "file").write_text("", encoding="utf-8")

    said = str(called(command, "--folder", str(tmp_path / "file" / "mine")))

    assert str(tmp_path / "file") in said and "with a folder that you may write to" in said


@pytest.fixture
def no_home(monkeypatch):
    def nowhere(path: str) -> str:
        return path  # so does os.path.expanduser, and pathlib then raises RuntimeError

    monkeypatch.setattr("os.path.expanduser", nowhere)


@pytest.mark.parametrize("arguments", [["--folder", "~nobody/mine"], []])
def test_a_home_that_is_not_there_is_named(tmp_path, monkeypatch, no_home, arguments):
    monkeypatch.chdir(tmp_path)

    said = str(called("update", *arguments))

    assert "no home folder" in said and said.endswith("--folder FOLDER, with its whole path")


def test_in_ones_own_folder_no_home_is_needed(folder, monkeypatch, no_home):
    answered(folder, build_model="1")
    monkeypatch.chdir(folder)

    assert called("zip", "1") == 0


@pytest.mark.slow
def test_python_m_coursekit_is_the_command():
    done = subprocess.run([sys.executable, "-m", "coursekit", "--version"], capture_output=True, text=True)

    assert (done.returncode, done.stdout.split()[0]) == (0, "restoring-pytorch-models")


def test_ctrl_c_ends_it_without_a_traceback(folder, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "hand_out", interrupted)

    assert called("update", "--folder", str(folder)) == "restoring-models: stopped."
