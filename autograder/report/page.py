"""The class report as one HTML page: complete in itself, without scripts, and everything in it escaped."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.course.folder import Course, Submission
from autograder.course.late import duration
from autograder.report.attempts import AttemptsAt
from autograder.report.exercises import Exercise
from autograder.report.scores import ClassScores, Work
from autograder.report.sentences import Common, Failure, not_answered, one_line
from autograder.report.spreadsheets import SHEETS
from autograder.report.summary import (
    BY_HAND,
    KINDS,
    NOTHING,
    UNANSWERED,
    UNGRADABLE,
    Attention,
    Late,
    groups,
    mean_share,
    overview,
    ranked,
    standing,
)

HERE = Path(__file__).parent
LARGE = 100  #: students; a larger class is shown in groups and by a picture
EXPLAINED = (UNGRADABLE, BY_HAND, UNANSWERED)  #: kinds with a reason for each student, and a link
MOST_ROWS = 200  #: of a list on the page; the CSV files have all
MOST_SENTENCES, EXAMPLES = 30, 3
#: steps of the map's colours, and what they mean
OF_ONE = {"l3": "all points", "l2": "half or more", "l1": "less than half", "l0": "none"}
OF_GROUP = {"l3": "75 to 100 %", "l2": "50 to 75", "l1": "25 to 50", "l0": "0 to 25"}
NO_PICTURES = "No pictures, since matplotlib is not installed. Next step: pip install matplotlib, then report again."


@dataclass(frozen=True)
class Findings:
    """All that the report shows."""

    scores: ClassScores
    failures: list[Failure]
    sentences: list[Common]
    look: list[Attention]
    late: list[Late]
    attempts: list[AttemptsAt]


def render(course: Course, findings: Findings, folder: Path, made: datetime) -> str:
    """The page (HTML), to be written into `folder`: its links are relative to that."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = points
    style = (HERE / "page.css").read_text(encoding="utf-8")
    page = Page(course, findings, folder)
    return environment.get_template("page.html").render(page=page.content(made), style=style)


def points(number: float | None) -> str:
    """A number of points as people write it."""
    return "–" if number is None else f"{round(number, 2):g}"


class Page:
    """What the template fills in."""

    def __init__(self, course: Course, findings: Findings, folder: Path):
        self.course, self.folder, self.findings = course, folder, findings
        self.scores = findings.scores
        self.is_large = len(self.scores.students) > LARGE

    def content(self, made: datetime) -> dict[str, Any]:
        """By name, as the template calls it."""
        scores, findings = self.scores, self.findings
        works = [work for found in scores.works.values() for work in found.values()]
        pictures = find_spec("matplotlib") is not None
        return {
            "course": one_line(self.course.directory.course_id),
            "made": f"{made:%Y-%m-%d %H:%M} UTC",
            "students_count": len(scores.students),
            "works_count": len(works),
            "differ": sum(abs(work.before - work.points) > NOTHING for work in works),
            "sheets": SHEETS,
            "look": self.look(),
            "overviews": [overview(scores, name) for name in scores.exercises],
            "distributions": self.distributions() if pictures else "",
            "without_pictures": "" if pictures else NO_PICTURES,
            "exercises": self.exercises(),
            "sentences": [self.sentence(one) for one in findings.sentences[:MOST_SENTENCES]],
            "sentences_count": len(findings.sentences),
            "picture": self.picture() if pictures and self.is_large else "",
            **self.map(),
            "largest": scores.largest_total,
            "has_links": not self.is_large,
            "students": [self.student(student) for student in scores.students],
            "late": [self.late(one) for one in findings.late[:MOST_ROWS]],
            "late_count": len(findings.late),
            "attempts": findings.attempts,
            "over_time": self.over_time() if pictures else "",
        }

    def name(self, student: str) -> str:
        """Last name, first name and id, as far as the gradebook has them."""
        names = ", ".join(filter(None, self.scores.students.get(student, ())))
        return one_line(f"{names} ({student})" if names else student)

    def link(self, assignment: str, student: str, notebook: str = "") -> str:
        """To the feedback page, or else to the autograded notebook; "" when there is neither.

        notebook: its name; any when it is ""
        """
        names = [notebook] if notebook else dict.fromkeys(one.notebook for one in self.scores.exercises[assignment])
        for step, ending in (("feedback", ".html"), ("autograded", ".ipynb")):
            for name in names:
                path = self.course.folder(step, Submission(assignment, student)) / f"{name}{ending}"
                if path.is_file():
                    return quote(os.path.relpath(path, self.folder), errors="surrogateescape")
        return ""

    def look(self) -> dict[str, list[dict]]:
        """By kind: assignments with the students, not more of them than one reads."""
        found: dict[str, list[dict]] = {}
        for kind in KINDS:
            same_kind = [one for one in self.findings.look if one.what == kind]
            for assignment, group in groupby(same_kind, key=lambda one: one.assignment):
                same = list(group)
                shown = [
                    {
                        "name": self.name(one.student),
                        "link": self.link(assignment, one.student) if kind in EXPLAINED else "",
                        "why": one_line(one.why),
                    }
                    for one in same[:MOST_ROWS]
                ]
                explained = kind in EXPLAINED
                entry = {"assignment": assignment, "count": len(same), "shown": shown, "explained": explained}
                found.setdefault(kind, []).append(entry)
        return found

    def exercises(self) -> dict[str, list[dict]]:
        """By assignment: exercises, each with how the class stands in it and in its checks."""
        left = not_answered(self.findings.failures)
        return {
            name: [
                {
                    "name": one_line(exercise.name),
                    "title": one_line(exercise.title),
                    "points": exercise.points,
                    "standing": standing(exercise.checks, self.scores.works[name].values()),
                    "not_answered": left[exercise],
                    "checks": [
                        {
                            "name": one_line(check.name),
                            "points": check.points,
                            "standing": standing([check], self.scores.works[name].values()),
                        }
                        for check in exercise.checks
                    ],
                }
                for exercise in exercises
            ]
            for name, exercises in self.scores.exercises.items()
        }

    def sentence(self, one: Common) -> dict[str, Any]:
        """A row of the sentences."""
        exercise = one.exercise
        return {
            "count": len(one.students),
            "assignment": exercise.assignment,
            "checks": one_line(", ".join(one.checks)),
            "sentence": one.sentence,
            "examples": [
                {"name": one_line(student), "link": self.link(exercise.assignment, student, exercise.notebook)}
                for student in one.students[:EXAMPLES]
            ],
        }

    def distributions(self) -> str:
        """The picture of the scores, first of all assignments together."""
        from autograder.report.pictures import distributions

        scores, largest = self.scores, self.scores.largest_total
        handed_in = {student for works in scores.works.values() for student in works}
        shares = {
            name: [100 * work.points / scores.largest(name) for work in works.values()]
            for name, works in scores.works.items()
            if scores.largest(name)
        }
        if len(shares) > 1:
            shares = {"all assignments": [100 * scores.total(student) / largest for student in handed_in], **shares}
        return distributions({one_line(name): found for name, found in shares.items()}) if shares else ""

    def over_time(self) -> str:
        """The picture of attempts by day."""
        from autograder.report.pictures import attempts_by_day

        days = {one_line(one.assignment): one.days for one in self.findings.attempts if one.days}
        return attempts_by_day(days) if days else ""

    def picture(self) -> str:
        """The map of a large class."""
        from autograder.report.pictures import class_map

        return class_map(self.scores, ranked(self.scores)) if self.scores.largest_total else ""

    def map(self) -> dict[str, Any]:
        """The table of students, or groups of them, by exercises; most points first."""
        students = ranked(self.scores)
        if not self.is_large:
            rows = [self.row(self.name(student), [student]) for student in students]
            says = "Points of every student in every exercise, most points first."
            return {"map": rows, "map_says": says, "map_rows": "student", "levels": OF_ONE}
        parts = groups(students)
        rows = [self.row(places, members) for places, members in parts.items()]
        says = f"Groups of about {len(students) // len(rows)} students, most points first: per cent of the points."
        return {"map": rows, "map_says": says, "map_rows": "places", "levels": OF_GROUP}

    def row(self, name: str, students: list[str]) -> dict[str, Any]:
        """A row of the map: the points of one student, or what a group of a large class has, in per cent."""
        cells = []
        for assignment, exercises in self.scores.exercises.items():
            works = self.scores.works[assignment]
            for place, exercise in enumerate(exercises):
                share = mean_share(exercise, works, students)
                if share is None:
                    text, level = absent(exercise, works.get(students[0])), ""
                elif self.is_large:
                    text, level = f"{100 * share:.0f}", f"l{min(3, int(4 * share))}"
                else:
                    text, level = points(share * exercise.points), level_of(share)
                cells.append({"text": text, "level": level, "first": place == 0})
        total = sum(self.scores.total(student) for student in students) / len(students)
        return {"name": name, "cells": cells, "total": total}

    def student(self, student: str) -> dict[str, Any]:
        """A row of the table of students."""
        cells = []
        for assignment, works in self.scores.works.items():
            work = works.get(student)
            marks = f"{' L' if work.seconds_late > 0 else ''}{' ?' if work.waiting else ''}" if work else ""
            link = self.link(assignment, student) if work and not self.is_large else ""
            cells.append({"text": f"{points(work.points)}{marks}" if work else "–", "link": link})
        return {"name": self.name(student), "cells": cells, "total": self.scores.total(student)}

    def late(self, one: Late) -> dict[str, Any]:
        """A row of what came late."""
        return {
            "assignment": one.assignment,
            "name": self.name(one.student),
            "link": self.link(one.assignment, one.student),
            "by": duration(one.work.seconds_late),
            "work": one.work,
        }


def absent(exercise: Exercise, work: Work | None) -> str:
    """What stands in a cell without a share."""
    return "?" if work and any(check.id in work.waiting for check in exercise.checks) else "–"


def level_of(share: float) -> str:
    """How much that is, as `OF_ONE` says."""
    return "l3" if share >= 1 - NOTHING else "l2" if share >= 0.5 else "l1" if share > 0 else "l0"
