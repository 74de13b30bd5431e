"""What the commands say, in sentences."""

from __future__ import annotations

import shlex
from difflib import get_close_matches
from pathlib import Path

from autograder.course.files import shown
from autograder.course.names import listed
from autograder.course_systems import collect, export, roster
from autograder.sealed.errors import CourseProblem


def existing(path: Path) -> Path:
    """A file that a person named. Raises CourseProblem, with the nearest name beside it, when there is none."""
    if path.is_file():
        return path
    if path.is_dir():
        raise CourseProblem(f"{shown(str(path))} is a folder. Next step: name the file in it.")
    beside = sorted(other.name for other in path.parent.iterdir() if other.is_file()) if path.parent.is_dir() else []
    near = get_close_matches(path.name, beside, n=1)
    step = f"Did you mean {shown(near[0])}?" if near else "Next step: name the file that you downloaded."
    raise CourseProblem(f"There is no file {shown(str(path))}. {step}")


def collect_lines(report: collect.Report, system: str, assignment: str) -> list[str]:
    """What became of a zip."""
    lines = [f"note: {note}" for note in report.notes]
    lines += [
        f"newer than before: {student}; the old files are kept in downloaded/{assignment}/replaced/{student}"
        for student in report.newer
    ]
    count = len(report.new) + len(report.newer)
    lines.append(
        f"Collected from {system.title()}: {len(report.new)} new, {len(report.newer)} newer, "
        f"{len(report.unchanged)} unchanged, {len(report.notes)} notes."
    )
    if count:
        lines.append(f"Next step: autograder grade {shlex.quote(assignment)}")
    return lines


def roster_lines(report: roster.Report) -> list[str]:
    """What became of a school's list."""
    lines = [f"note: {note}" for note in report.notes]
    if report.added:
        lines.append(f"New in the gradebook: {listed(report.added, 20)}.")
    if report.changed:
        lines.append(f"Names, emails or ids filled in: {listed(report.changed, 20)}.")
    lines.append(f"{report.joined} rows joined with students, {len(report.notes)} notes.")
    return lines


def export_lines(report: export.Report) -> list[str]:
    """What became of an export."""
    lines = [f"note: {note}" for note in report.notes]
    lines.append(
        f"Points: {shown(str(report.file))} ({len(report.written)} new, {len(report.same)} as they were; "
        "no other field changed)"
    )
    if report.feedback:
        lines.append(f"Feedback: {shown(str(report.feedback))} (pages of {report.pages} students)")
    return lines
