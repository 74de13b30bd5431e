"""The class report says what the gradebook says, runs and loads nothing, and is readable without seeing its colours."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from autograder.course.folder import Course
from autograder.course.late import duration
from autograder.course.names import released_assignments
from autograder.record.outcomes import Outcome, write_record
from autograder.report import page as page_module
from autograder.report.class_report import write_report
from autograder.report.page import LARGE
from autograder.report.scores import read_scores
from autograder.report.sentences import incomplete, read_failures
from autograder.report.summary import standing
from autograder.report.table import read_table
from autograder.sealed.errors import CourseProblem
from tests.report.made_up import make_up

FORMULA = '=HYPERLINK("https://example.org/?"&A1;"click")'
EVIL = "<script>evil()</script>"
STUDENTS = [
    ("ada", "Lovelace", "Ada"),
    ("bob", "", ""),
    ("eve", EVIL, '"><img src=x onerror=evil()>'),
    ("mal", FORMULA, "{{ 7 * 7 }}"),
    *((f"s{number:02}", f"Last{number}", "First") for number in range(12)),
]
HAND, LOST, WAITING = "s00", "s01", "s02"  #: a mark by hand and an extension; not graded for a problem; waits


def report(course: Path) -> str:
    """Write the report; returns the page."""
    opened = Course(course)
    scores = read_scores(opened, released_assignments(opened))
    path = write_report(opened, scores, read_failures(opened, incomplete(scores)))
    assert path == course / "report" / "index.html"
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A class with names that could do harm, and with everything that a gradebook knows besides marks by tests."""
    folder = make_up(tmp_path_factory.mktemp("course") / "a course", STUDENTS)
    opened = Course(folder)
    for student in (HAND, LOST, WAITING, "ada"):
        for assignment in ("ps1", "ps2"):
            (folder / "submitted" / student / assignment).mkdir(parents=True)
    with opened.gradebook() as gradebook:
        gradebook.find_grade("e0-any", "problem", "ps1", HAND).manual_score = 1.5
        gradebook.find_grade("e1-any", "problem", "ps1", HAND).extra_credit = 1.0
        late = gradebook.find_submission("ps1", HAND)
        late.timestamp, late.extension = late.assignment.duedate + timedelta(hours=30), timedelta(hours=3)
        late.notebooks[0].late_submission_penalty = 100.0
        for student in (LOST, WAITING):
            for grade in gradebook.find_submission_notebook("problem", "ps2", student).grades:
                grade.auto_score, grade.needs_manual_grade = None, True
        gradebook.remove_submission("ps1", "ada")
        gradebook.db.commit()
    write_record(opened, Outcome("ps2", LOST, "f", {"problem": f"problem.ipynb is no notebook: {EVIL}"}))
    for student, _, _ in STUDENTS[2:4]:
        (folder / "feedback" / student / "ps1").mkdir(parents=True)
        (folder / "feedback" / student / "ps1" / "problem.html").write_text("feedback", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def written(course) -> str:
    return report(course)


class Elements(HTMLParser):
    """Every tag of a page with its attributes, and the texts of headings."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def of(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


def rows(course: Path, name: str) -> list[list[str]]:
    with open(course / "report" / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_points_and_flags_are_those_of_the_grade_table(course):
    opened = Course(course)
    table, scores = read_table(opened, ["ps1", "ps2"]), read_scores(opened, ["ps1", "ps2"])

    assert {name: scores.largest(name) for name in scores.exercises} == table.assignments
    assert set(scores.students) == set(table.scores)
    for student, by_assignment in table.scores.items():
        for assignment in table.assignments:
            there, work = by_assignment.get(assignment), scores.works[assignment].get(student)
            assert (there is None) == (work is None)
            if there and work:
                assert work.points == pytest.approx(there.points)
                assert (work.seconds_late > 0, bool(work.waiting)) == (there.late, there.needs_look)
    assert scores.works["ps1"][HAND].points == 0, "a penalty takes no more than everything"
    assert scores.works["ps1"][HAND].seconds_late == 27 * 3600


def test_the_gradebook_is_read_and_never_written(course):
    before = (course / "gradebook.db").read_bytes()

    report(course)

    assert (course / "gradebook.db").read_bytes() == before
    assert [path.name for path in course.glob("gradebook.db*")] == ["gradebook.db"]


def test_no_name_and_no_message_becomes_a_tag_or_a_template(written):
    elements = Elements(written)

    assert elements.of("script", "img", "iframe", "object", "link", "form") == []
    assert not [name for _, attributes in elements.tags for name in attributes if name.startswith("on")]
    assert "&lt;script&gt;evil()&lt;/script&gt;" in written
    assert "{{ 7 * 7 }}" in written


def test_nothing_is_loaded_and_every_link_leads_to_a_file_or_a_place_on_the_page(course, written):
    elements = Elements(written)
    links = [found["href"] for found in elements.of("a")]
    places = {found["id"] for _, found in elements.tags if found.get("id")}

    assert any("feedback/eve/ps1/problem.html" in link for link in links)
    assert any("autograded/" in link for link in links)
    for link in links:
        assert link[1:] in places if link.startswith("#") else (course / "report" / unquote(link)).is_file(), link
    assert not re.search(r"(src|href|url\()\s*=?\s*[\"']?(https?:)?//", re.sub(r'xmlns(:\w+)?="[^"]*"', "", written))
    assert "default-src 'none'" in written


def test_whoever_does_not_see_pictures_and_colours_has_words(written):
    elements = Elements(written)
    headings = [int(tag[1]) for tag, _ in elements.tags if re.fullmatch(r"h[1-6]", tag)]

    assert headings[0] == 1 and headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    pictures = elements.of("svg")
    assert len(pictures) == 1
    assert all(one["role"] == "img" and "median" in one["aria-label"] for one in pictures)
    assert all(one.get("scope") for one in elements.of("th"))
    assert len(elements.of("caption")) == len(elements.of("table"))
    ids = [found["id"] for _, found in elements.tags if found.get("id")]
    assert len(ids) == len(set(ids))


def test_who_needs_a_look_is_said_with_the_reason(course, written):
    found = {(row[0], row[1]): (row[4], row[5]) for row in rows(course, "needs-a-look.csv")[1:]}

    assert found["ps1", "ada"] == ("handed in, not graded yet", "")
    assert found["ps2", LOST] == ("could not be graded", f"problem.ipynb is no notebook: {EVIL}")
    assert found["ps2", WAITING][0] == "waits for a mark by hand"
    assert "e0-any, e0-small" in found["ps2", WAITING][1]
    others = {what for (_, student), (what, _) in found.items() if student not in ("ada", LOST, WAITING)}
    assert others == {"not handed in"}
    for kind in ("Could not be graded: 1", "Waits for a mark by hand: 1", "Handed in, not graded yet: 1"):
        assert f"<h3>{kind}</h3>" in written


def test_the_page_says_which_points_it_shows_and_how_many_submissions_differ_in_formgrader(course, written):
    scores = read_scores(Course(course), ["ps1", "ps2"])
    differ = sum(work.before != work.points for works in scores.works.values() for work in works.values())

    assert differ > 1
    assert f"{differ} submissions have" in written
    assert len(rows(course, "late.csv")) - 1 >= differ
    assert "1 day 3 h" in written


def test_every_student_and_every_exercise_stand_in_the_sheet_and_no_cell_computes(course):
    head, *found = rows(course, "scores.csv")

    assert head[:6] == ["student", "last name", "first name", "ps1: points", "ps1: late penalty", "ps1: e0"]
    assert {row[0] for row in found} == {student for student, _, _ in STUDENTS}
    assert {len(row) for row in found} == {len(head)}
    mal = next(row for row in found if row[0] == "mal")
    assert mal[1] == f"'{FORMULA}"
    for name in ("scores.csv", "exercises.csv", "sentences.csv", "needs-a-look.csv", "late.csv"):
        texts = re.findall(r'(?:^|,)"((?:[^"]|"")*)"', (course / "report" / name).read_text(encoding="utf-8-sig"), re.M)
        assert not [text for text in texts if text.lstrip().startswith(("=", "+", "-", "@"))], name


def test_pass_rates_count_full_points_and_leave_out_what_waits(course):
    scores = read_scores(Course(course), ["ps2"])
    exercise = scores.exercises["ps2"][0]
    works = scores.works["ps2"]

    found = standing(exercise.checks, works.values())

    assert found.waiting == 2
    graded = [work for student, work in works.items() if student not in (LOST, WAITING)]
    full = sum(sum(work.marks[check.id] for check in exercise.checks) >= exercise.points for work in graded)
    assert (found.full, found.full + found.some + found.none) == (full, len(graded))


def test_only_its_owner_can_read_a_new_report(course, written):
    assert (course / "report").stat().st_mode & 0o077 == 0


def test_a_file_where_the_report_belongs_is_named(tmp_path):
    course = make_up(tmp_path / "course", STUDENTS[:3], assignments=1)
    (course / "report").write_text("mine", encoding="utf-8")

    with pytest.raises(CourseProblem, match=r"Next step: move the file away that stands where a folder belongs"):
        report(course)
    assert (course / "report").read_text(encoding="utf-8") == "mine"


def test_without_matplotlib_the_numbers_are_there_and_the_page_says_how_to_get_pictures(tmp_path, monkeypatch):
    course = make_up(tmp_path / "course", STUDENTS[:3], assignments=1)
    monkeypatch.setattr(page_module, "find_spec", lambda name: None)

    written = report(course)

    assert "<svg" not in written
    assert "pip install matplotlib" in written


def test_a_large_class_is_one_picture_and_a_table_of_groups(tmp_path):
    students = [(f"s{number:04}", f"Last{number}", "First") for number in range(LARGE + 60)]

    written = report(make_up(tmp_path / "course", students))

    map = written[written.index('<section id="map">') : written.index('<section id="students">')]
    assert map.count("<svg") == 1
    assert map.count("<tr>") == 2 + 20
    assert "1–8" in map and "s0000" not in map
    assert all(f"({student})" in written for student, _, _ in students)


@pytest.mark.slow
def test_two_thousand_students_make_a_page_that_a_browser_opens_at_once(tmp_path):
    """`pytest --durations=5` says how long it takes; making the class up is the longer part."""
    students = [(f"s{number:04}", f"Last{number}", "First") for number in range(2000)]
    course = make_up(tmp_path / "course", students, assignments=9, exercises=4)

    assert len(report(course)) < 1_000_000


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 min"), (300, "5 min"), (3600, "1 h"), (86_400, "1 day"), (200_000, "2 days 7 h")]
)
def test_how_late_is_said_in_words(seconds, words):
    assert duration(seconds) == words


def test_who_has_extra_credit_is_in_the_picture_of_scores():
    from autograder.report.pictures import distributions

    more, all_points = (
        re.sub(r'aria-label="[^"]*"', "", distributions({"ps1": [10.0, share]})) for share in (110.0, 100.0)
    )

    assert more == all_points
