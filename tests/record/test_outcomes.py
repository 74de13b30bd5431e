"""What was graded before is noted in a file for each submission; whatever else lies there is no note."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.folder import Course
from autograder.record.outcomes import Outcome, read_record, record_path, replace_file, write_record

OUTCOME = Outcome("ps1", "ada", "abc", {"problem": "It is no notebook."})


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    return Course(tmp_path)


def test_a_note_is_read_as_it_was_written_and_its_problems_as_one_text(course):
    write_record(course, OUTCOME)
    found = read_record(course, OUTCOME.submission)
    assert found == OUTCOME and found.problem == "It is no notebook."
    assert [path.name for path in record_path(course, OUTCOME.submission).parent.iterdir()] == ["ada.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"student": "ada"}', '{"unknown": 1}'])
def test_what_is_no_note_counts_as_not_graded(course, content):
    path = record_path(course, OUTCOME.submission)
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    assert read_record(course, OUTCOME.submission) is None
    write_record(course, OUTCOME)
    assert read_record(course, OUTCOME.submission) == OUTCOME


def test_two_programs_that_write_two_files_of_one_student_at_once_do_not_mix_them_up(tmp_path, monkeypatch):
    """As a grader does while `autograder watch` notes what became of an attempt."""
    write_text = Path.write_text

    def with_another_program(path, text, **how):
        monkeypatch.undo()
        write_text(path, text, **how)
        replace_file(tmp_path / "ada.attempts", "attempts")

    monkeypatch.setattr(Path, "write_text", with_another_program)
    replace_file(tmp_path / "ada.json", "record")

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "ada.json": "record",
        "ada.attempts": "attempts",
    }
