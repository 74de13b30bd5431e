"""Feedback pages in a zip, under the names by which a course system puts each one back to its student."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Collection
from pathlib import Path, PurePosixPath

from autograder.course.files import read_file
from autograder.course.folder import Course, Submission
from autograder.course_systems.collected import Collected


def write_feedback_zip(
    course: Course,
    assignment: str,
    collected: dict[str, Collected],
    path: Path,
    wanted: Collection[str],
    progress: Callable[[int, int], None],
) -> tuple[int, list[str]]:
    """Write the zip; returns how many students it has pages of, and those without a page.

    wanted:   students whose pages go back
    progress: called with the number of students that are done and of all
    No zip is written when there is no page. OSError when it cannot be written.
    """
    found: dict[str, list[Path]] = {}
    for student in sorted(set(collected).intersection(wanted)):
        folder = course.folder("feedback", Submission(assignment, student))
        # What was handed in lies there as well: a folder may have such a name.
        found[student] = sorted(page for page in folder.glob("*.html") if page.is_file()) if folder.is_dir() else []
    if any(found.values()):
        new = path.with_suffix(".new")
        with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, (student, pages) in enumerate(found.items(), 1):
                for page in pages:
                    archive.writestr(name_in_zip(collected[student], page.stem), read_file(page))
                progress(number, len(found))
        new.replace(path)
    else:
        path.unlink(missing_ok=True)  # that of an earlier export
    missing = [student for student, pages in found.items() if not pages]
    return len(found) - len(missing), missing


def name_in_zip(collected: Collected, notebook: str) -> str:
    """The very name of the notebook as it was downloaded, but for the suffix, since this is a page.

    Canvas reads user and attachment from it, Moodle the participant. A page about a notebook that was not handed in is
    named like the student's first file.
    """
    origin = collected.files.get(f"{notebook}.ipynb")
    if origin:
        return str(PurePosixPath(origin.name).with_suffix(".html"))
    return f"{next(iter(collected.files.values())).prefix}{notebook}.html"
