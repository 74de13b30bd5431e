"""Feedback pages in a zip, under the names by which a course system puts each one back to its student."""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from autograder.course.files import read_file
from autograder.course.folder import Course, Submission
from autograder.course_systems.collected import Collected


def write_feedback_zip(
    course: Course, assignment: str, collected: dict[str, Collected], path: Path, without: Collection[str]
) -> tuple[int, list[str]]:
    """Write the zip; returns how many students it has pages of, and the graded ones without a page.

    without: students whose pages stay here
    No zip is written when there is no page. OSError when it cannot be written.
    """
    found: dict[str, list[Path]] = {}
    for student in sorted(set(collected).difference(without)):
        folder = course.folder("feedback", Submission(assignment, student))
        found[student] = sorted(folder.glob("*.html")) if folder.is_dir() else []
    path.unlink(missing_ok=True)
    if any(found.values()):
        new = path.with_suffix(".new")
        with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
            for student, pages in found.items():
                for page in pages:
                    archive.writestr(name_in_zip(collected[student], page.stem), read_file(page))
        new.replace(path)
    graded = (course.folder("autograded", Submission(assignment, student)).is_dir() for student in found)
    missing = [student for student, is_graded in zip(found, graded, strict=True) if is_graded and not found[student]]
    return sum(bool(pages) for pages in found.values()), missing


def name_in_zip(collected: Collected, notebook: str) -> str:
    """The very name of the notebook as it was downloaded, but for the suffix, since this is a page.

    Canvas reads user and attachment from it, Moodle the participant. A page about a notebook that was not handed in is
    named like the student's first file.
    """
    origin = collected.files.get(f"{notebook}.ipynb")
    if origin:
        return str(PurePosixPath(origin.name).with_suffix(".html"))
    return f"{next(iter(collected.files.values())).prefix}{notebook}.html"
