"""A gradebook in PostgreSQL says what the same gradebook in SQLite says."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from autograder.course.folder import Course
from autograder.grading.grade import grade
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, gradebook_content, hand_in, make_course

pytestmark = pytest.mark.slow

OWNER = "postgres"  #: the account that Debian's package makes; the server refuses to run as root


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own on loopback, with nothing in it; gives its URL without a database."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = shutil.which("initdb") or (installed[-1] if installed else None)
    if initdb is None:
        pytest.skip("No PostgreSQL server is installed. Next step, as root: apt-get install postgresql")
    programs = Path(initdb).parent
    account = {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}
    # No other account may enter the folders of pytest, so the server's lies beside the outermost of them.
    of_pytest = next(path for path in tmp_path_factory.getbasetemp().parents if path.name.startswith("pytest-of-"))
    folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir=of_pytest.parent))
    password, port = folder / "password", free_port()
    password.write_text(os.urandom(16).hex(), encoding="utf-8")
    for path in (folder, password) if account else ():
        shutil.chown(path, OWNER, OWNER)

    def run(program: str, *arguments: str) -> None:
        command = [programs / program, "-D", folder / "data", *arguments]
        with open(folder / "said", "w+", encoding="utf-8") as said:  # a pipe would not end before the server does
            done = subprocess.run(command, **account, cwd=folder, stdout=said, stderr=said, timeout=60)
            said.seek(0)
            assert done.returncode == 0, said.read()

    try:
        run("initdb", "--username=grader", f"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8")
        run("pg_ctl", "--wait", "--options", f"-h 127.0.0.1 -p {port} -k ''", "start")
        yield f"postgresql://grader:{password.read_text(encoding='utf-8')}@127.0.0.1:{port}"
        run("pg_ctl", "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def class_of_five(folder: Path, db_url: str) -> Path:
    """A released course with five honest submissions, one of them late, and its gradebook at db_url."""
    # nbgrader makes no entry for a course without a name. SQLite does not mind; PostgreSQL refuses its assignments.
    settings = f"c.CourseDirectory.db_url = {db_url!r}\nc.CourseDirectory.course_id = 'small'\n"
    course = make_course(folder, settings=settings)
    hand_in(course, "all-right", RIGHT)
    hand_in(course, "all-wrong", WRONG)
    hand_in(course, "half", RIGHT | {"halve": WRONG["halve"]})
    hand_in(course, "late", RIGHT, "2026-03-04 13:00:00 UTC")
    hand_in(course, "no-answer", {})
    return course


def in_new_database(server: str, name: str) -> str:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.fixture(scope="module")
def in_sqlite(tmp_path_factory) -> list[tuple]:
    """What a gradebook in SQLite says about the class."""
    folder = tmp_path_factory.mktemp("sqlite")
    course = class_of_five(folder / "course", f"sqlite:///{folder / 'gradebook.db'}")
    grade(Course(course), [ASSIGNMENT], workers=2)
    return gradebook_content(course)


def test_autograder_grade_writes_the_same_and_finds_everything_unchanged_afterwards(server, in_sqlite, tmp_path):
    course = class_of_five(tmp_path / "course", in_new_database(server, "parallel"))

    first = grade(Course(course), [ASSIGNMENT], workers=2)
    content = gradebook_content(course)
    second = grade(Course(course), [ASSIGNMENT], workers=2)

    assert content == in_sqlite
    assert ("late", "2026-03-04 13:00:00", "problem", "penalty", 1.8) in content
    assert [outcome.skipped for outcome in first] == [False] * 5
    assert [outcome.skipped for outcome in second] == [True] * 5
    assert gradebook_content(course) == content


def test_nbgrader_autograde_writes_the_same(server, in_sqlite, tmp_path):
    course = class_of_five(tmp_path / "course", in_new_database(server, "serial"))

    nbgrader("autograde", ASSIGNMENT, "--create", cwd=course)

    assert gradebook_content(course) == in_sqlite
