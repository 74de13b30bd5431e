"""Points written into the one column of a school's own file where they belong; every other byte stays as it was.

Points are the gradebook's own, late penalties taken off, as the grade table shows them.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.files import shown
from autograder.course.folder import Course
from autograder.course_systems import canvas, moodle
from autograder.course_systems.collected import folder_of, read_collected, read_numbers
from autograder.course_systems.feedback_zip import write_feedback_zip
from autograder.course_systems.people import Joined, Person, join, read_students
from autograder.course_systems.roster import sentences, torn, zone_of
from autograder.course_systems.school_file import SchoolFile, decimal_mark, number_of, rounded, same_points
from autograder.report.scores import read_scores
from autograder.report.spreadsheets import as_csv, scores_sheet
from autograder.report.table import Score, read_table
from autograder.sealed.errors import CourseProblem

WAITS = "The submission waits for a look. Next step: give its points in formgrader, then export again."


@dataclass
class Report:
    """What became of an export.

    written, same: students whose points are new in the file, and whose stood there already
    feedback:      the zip of pages; None when there is no page
    """

    file: Path
    written: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    feedback: Path | None = None
    pages: int = 0
    notes: list[str] = field(default_factory=list)


def export_canvas(
    course: Course,
    path: Path,
    assignment: str,
    column: str = "",
    to: Path | None = None,
    only: Collection[str] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Fill an assignment's column in a gradebook that Canvas exported, and pack the feedback.

    column: Canvas's id or title of it; the one whose title is the assignment's name when empty
    to:     where the filled file goes; into the course's folder `export` when None
    only:   students; everybody when empty
    progress: called with the number of students whose feedback is packed and of all
    Raises CourseProblem when it is another file, when it is not certain which column is meant, or nothing was graded.
    """
    file = canvas.read_gradebook(path)
    target = canvas.column_of(file, assignment, column)
    marks = decimal_mark(file, list(range(canvas.section_of(file) + 1, len(file.header))))
    report = Report(_target(course, file, to, f"{assignment}-canvas.csv"), notes=[torn(file, row) for row in file.torn])
    scores, joined, people = _join(course, assignment, canvas.people(file))
    words = {row: canvas.must_stay(file.text(row, target)) for row in joined.students}
    stays = {row: f"Canvas has {shown(word)!r} there" for row, word in words.items() if word}
    _say_largest(report, course, assignment, canvas.points_possible(file, target), "Canvas")
    _fill(file, target, joined, scores, stays, marks, only, report)
    _say_strangers(report, joined, people, scores, only)
    return _with_feedback(course, assignment, "canvas", scores, only, report, progress)


def export_moodle(
    course: Course,
    path: Path,
    assignment: str,
    to: Path | None = None,
    only: Collection[str] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Fill the grades of an assignment's worksheet that Moodle exported, and pack the feedback.

    The arguments are those of `export_canvas`.
    Raises CourseProblem when it is another file, the worksheet of another assignment, or one graded by words.
    """
    file = moodle.read_worksheet(path)
    target = moodle.column_of(file)
    rows = moodle.participants(file, zone_of(course))
    _same_assignment(course, file, assignment, rows)
    largest, changeable = moodle.column(file, moodle.MAXIMUM), moodle.column(file, moodle.CHANGEABLE)
    marks = decimal_mark(file, [number for number in (target, largest) if number is not None])
    report = Report(_target(course, file, to, f"{assignment}-moodle.csv"), notes=[torn(file, row) for row in file.torn])
    scores, joined, people = _join(course, assignment, [row.person for row in rows])
    _join_numbers(course, assignment, joined, {row.person.row: row.number for row in rows})
    stays: dict[int, str] = {}
    for row, student in joined.students.items():
        most, score = number_of(file.text(row, largest)), scores.get(student)
        if file.text(row, changeable).strip().casefold() == "no":
            stays[row] = "Moodle says that this grade cannot be changed"
        elif most is not None and score and rounded(score.points) > most:
            stays[row] = f"{score.points:g} points are more than Moodle's maximum of {most}, which it would not take"
    words = {file.text(row, largest).strip() for row in file.whole if file.text(row, largest).strip()}
    if words and not any(number_of(word) is not None for word in words):
        raise CourseProblem(
            f"{shown(str(path))} is of an assignment that Moodle grades by {shown(min(words))!r}, not by points. "
            "Next step: set its grade to points in Moodle, then download the worksheet again."
        )
    _say_largest(report, course, assignment, next(iter(words), ""), "Moodle")
    _fill(file, target, joined, scores, stays, marks, only, report)
    _say_strangers(report, joined, people, scores, only)
    return _with_feedback(course, assignment, "moodle", scores, only, report, progress)


def export_csv(course: Course, assignments: list[str], to: Path | None = None, only: Collection[str] = ()) -> Path:
    """Write a row for each student with every exercise's points; returns where. Safe to open in a spreadsheet."""
    scores = read_scores(course, assignments)
    rows = scores_sheet(scores)
    chosen = [rows[0], *(row for row in rows[1:] if not only or row[0] in only)]
    path = to or export_folder(course) / "grades.csv"
    _write(path, as_csv(chosen).encode("utf-8"))
    return path


def export_folder(course: Course) -> Path:
    """Where exports go. Whoever cannot read the gradebook should not read them: it is its owner's alone."""
    folder = course.root / "export"
    folder.mkdir(mode=0o770 if course.directory.groupshared else 0o700, exist_ok=True)
    return folder


def _target(course: Course, file: SchoolFile, to: Path | None, name: str) -> Path:
    path = to or export_folder(course) / name
    if path.exists() and path.samefile(file.path):
        raise CourseProblem(
            f"{shown(str(path))} is the school's own file, which stays as it is. Next step: name another with --to."
        )
    return path


def _join(course: Course, assignment: str, people: list[Person]) -> tuple[dict[str, Score], Joined, list[Person]]:
    table = read_table(course, [assignment])
    scores = {student: found[assignment] for student, found in table.scores.items() if assignment in found}
    if not scores:
        raise CourseProblem(
            f"No submission of {assignment} was graded yet, so there are no points. "
            f"Next step: autograder grade {shlex.quote(assignment)}"
        )
    with course.gradebook() as gradebook:
        return scores, join(people, read_students(gradebook)), people


def _join_numbers(course: Course, assignment: str, joined: Joined, numbers: dict[int, str]) -> None:
    """Join rows that say nothing but a participant's number, as the roster noted it: the assignment hides names."""
    known = read_numbers(folder_of(course, assignment))
    for person in list(joined.strangers):
        found = known.get(numbers[person.row])
        if found and found.student not in joined.students.values():
            joined.students[person.row] = found.student
            joined.strangers.remove(person)


def _same_assignment(course: Course, file: SchoolFile, assignment: str, rows: list[moodle.Participant]) -> None:
    """A worksheet does not name its assignment; its numbers of participants belong to one alone."""
    numbers = read_numbers(folder_of(course, assignment))
    if numbers and not numbers.keys() & {row.number for row in rows}:
        raise CourseProblem(
            f"{shown(str(file.path))} has none of the participants' numbers of {assignment}, so it is of "
            f"another assignment. Next step: download that of {assignment}; if this is it: autograder roster moodle."
        )


def _say_largest(report: Report, course: Course, assignment: str, there: str, system: str) -> None:
    largest = read_table(course, [assignment]).assignments[assignment]
    if there and number_of(there) is not None and not same_points(there, largest):
        report.notes.append(
            f"{system} gives at most {there} points, and {assignment} has {largest:g}. Points are written as they are. "
            f"Next step: set the points in {system} to {largest:g}."
        )


def _fill(
    file: SchoolFile,
    column: int,
    joined: Joined,
    scores: dict[str, Score],
    stays: dict[int, str],
    mark: str,
    only: Collection[str],
    report: Report,
) -> None:
    """Write the file. A field stays when it has these points, when there is a reason, or when there is no score."""
    texts = {}
    left: dict[str, list[str]] = {}
    for row, student in sorted(joined.students.items()):
        score = scores.get(student)
        if score is None or (only and student not in only):
            continue
        if row in stays:
            left.setdefault(f"{stays[row]}.", []).append(student)
        elif score.needs_look:
            left.setdefault(WAITS, []).append(student)
        elif same_points(file.text(row, column), score.points):
            report.same.append(student)
        else:
            texts[row, column] = f"{rounded(score.points):f}".replace(".", mark)
            report.written.append(student)
    report.notes += [f"{', '.join(students)}: left as it was. {why}" for why, students in left.items()]
    _write(report.file, file.with_fields(texts))


def _say_strangers(
    report: Report, joined: Joined, people: Iterable[Person], scores: dict[str, Score], only: Collection[str]
) -> None:
    report.notes += sentences(joined, list(people), joined.strangers)
    missing = sorted(set(scores).difference(joined.students.values()))
    report.notes += [
        f"{student} has points and no row in the file. Next step: autograder roster, or enter the points by hand."
        for student in missing
        if not only or student in only
    ]


def _with_feedback(
    course: Course,
    assignment: str,
    system: str,
    scores: dict[str, Score],
    only: Collection[str],
    report: Report,
    progress: Callable[[int, int], None],
) -> Report:
    """Pack the pages of whoever was collected from this course system."""
    known = read_collected(course, assignment)
    collected = {student: one for student, one in known.items() if one.system == system and one.files}
    wanted = {student for student, score in scores.items() if not score.needs_look and (not only or student in only)}
    path = report.file.with_name(f"{report.file.stem}-feedback.zip")
    report.pages, missing = write_feedback_zip(course, assignment, collected, path, wanted, progress)
    report.feedback = path if report.pages else None
    if not collected:
        report.notes.append(
            f"No feedback zip: nothing of {assignment} was collected from {system.title()}, so the names that it wants "
            "are not known. Next step: autograder collect, if that is where the files are."
        )
    elif missing:
        who = ", ".join(missing)
        step = f"autograder feedback {shlex.quote(assignment)}, then export again"
        report.notes.append(f"{who}: no feedback page. Next step: {step}.")
    return report


def _write(path: Path, content: bytes) -> None:
    """A file that is never half there. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(content)
    new.replace(path)
