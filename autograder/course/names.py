"""The names that a person gives on the command line: each is known, or a sentence says what to type instead."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from nbgrader.api import Assignment
from sqlalchemy import create_engine, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError

from autograder.course.folder import Course
from autograder.sealed.errors import CourseProblem


def released_assignments(course: Course, named: Sequence[str] = ()) -> list[str]:
    """The named assignments; the one that the settings choose, or all that were released, when none is named.

    Raises CourseProblem when a name is unknown or not in the gradebook yet, or when nothing was released at all.
    """
    known, released, named = course.assignments(), read_released(course), named or course.chosen_assignments()
    if not named and not released:
        raise CourseProblem(
            f"No assignment was released: the gradebook {shown_url(course)} has none. "
            f"Next step: nbgrader generate_assignment {shlex.quote(known[0]) if known else 'NAME'}"
        )
    for name in named:
        must_know(name, sorted({*known, *released}), "assignment", str(course.source("x").parent))
        if name not in released:
            raise not_released(name)
    return list(dict.fromkeys(named)) or released


def source_assignments(course: Course, named: Sequence[str] = ()) -> list[str]:
    """The named assignments; the one that the settings choose, or all with a source notebook, when none is named.

    Raises CourseProblem when a name is unknown or there is no source notebook at all.
    """
    known, folder, named = course.assignments(), str(course.source("x").parent), named or course.chosen_assignments()
    if not known:
        raise CourseProblem(
            f"No notebook in {folder}/*/. Next step: write an assignment there, or name another course."
        )
    for name in named:
        must_know(name, known, "assignment", folder)
    return list(dict.fromkeys(named)) or known


def check_students(course: Course, named: Iterable[str], assignments: Sequence[str]) -> None:
    """Raises CourseProblem when a named student handed in none of the assignments."""
    students = sorted({found.student for name in assignments for found in course.submissions(name)})
    for student in named:
        folder = course.root / course.directory.submitted_directory
        must_know(student, students, f"submission of {listed(assignments)} by", str(folder))


def must_know(name: str, known: Sequence[str], what: str, where: str) -> None:
    """Raises CourseProblem, with the nearest known name, when `name` is not among the known ones."""
    if name in known:
        return
    bare = Path(name).name or name  # a shell completes the name to a folder's
    begun = [other for other in known if other.startswith(bare)] if bare else []
    near = begun or get_close_matches(bare, known, n=1) or get_close_matches(name, known, n=1)
    if near:
        next_step = f"Did you mean {near[0]}?"
    elif known:
        next_step = f"Next step: name one of {listed(known)}."
    else:
        next_step = "Next step: see what that folder holds."
    raise CourseProblem(f"No {what} {name!r} in {where}. {next_step}")


def not_released(assignment: str) -> CourseProblem:
    """The error for an assignment that is not in the gradebook, with the command that puts it there."""
    return CourseProblem(
        f"The gradebook knows no assignment {assignment!r}. Next step: "
        f"nbgrader generate_assignment {shlex.quote(assignment)}"
    )


def read_released(course: Course) -> list[str]:
    """The assignments in the gradebook, sorted. Makes no gradebook where there is none.

    Raises CourseProblem when it cannot be read.
    """
    try:
        url = make_url(course.directory.db_url)
        engine = create_engine(url)
    except (ArgumentError, ImportError) as error:  # no address, or of a database that needs another package
        raise CourseProblem(
            f"{course.root / 'nbgrader_config.py'}: CourseDirectory.db_url names no gradebook that can be opened: "
            f"{error}. Next step: write sqlite:///PATH or postgresql://NAME:PASSWORD@HOST/DATABASE there, or install "
            "the package that it needs."
        ) from None
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return []
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(Assignment.__tablename__):
                return []
            return sorted(connection.scalars(select(Assignment.name)))
    except DBAPIError as error:
        raise unreadable_gradebook(error, shown_url(course)) from None
    finally:
        engine.dispose()


def unreadable_gradebook(error: DBAPIError, where: str = "") -> CourseProblem:
    """What to say of a database that answers with an error."""
    said = "; ".join(map(str.strip, str(error.orig).rstrip("?.").splitlines()))  # a server says more than a line
    return CourseProblem(
        f"The gradebook {where}{' ' if where else ''}cannot be used: {said}. Next step: close what else uses it "
        "and check that it can be reached; if another version of nbgrader made it, run nbgrader db upgrade."
    )


def shown_url(course: Course) -> str:
    """Where the gradebook is, without a password."""
    url = make_url(course.directory.db_url)
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def listed(names: Sequence[str], most: int = 10) -> str:
    """Names for a sentence, not more of them than one reads."""
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")
