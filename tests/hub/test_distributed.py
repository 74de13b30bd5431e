"""A hub on several machines: ngshare in place of the exchange folder, and a Dask cluster that grades."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from examples.hub.try_out import PLACE
from tests.hub.distributed_hub import (
    COURSE,
    PATIENCE,
    PYTHON,
    STUDENTS,
    TEACHER,
    Person,
    Walk,
    go_round,
    make_programs,
    start_dask,
    start_hub,
)
from tests.machines import network
from tests.small_course import ASSIGNMENT


@pytest.fixture(scope="module")
def walk() -> Iterator[Walk]:
    if os.geteuid() != 0:
        pytest.skip("only root can make network namespaces. Next step: make hub-test as root")
    make_programs()
    # Not in pytest's own folder, into which no other account comes: ngshare runs as one.
    with tempfile.TemporaryDirectory(prefix="hubmachines", dir=PLACE) as place:
        os.chmod(place, 0o711)
        with network(Path(place), "hub", *STUDENTS, TEACHER, "scheduler", "worker") as (hub, *desks, scheduler, worker):
            people, timer = start_hub(hub, dict(zip((*STUDENTS, TEACHER), desks, strict=True)))
            address = start_dask(scheduler, worker)
            made = Walk(f"http://{hub.address}:8000", hub.folder / "ngshare", address, people, timer, [])
            go_round(made)
            yield made


#: Prints how many tasks the workers of a scheduler have done.
COUNT = """\
import sys
from distributed import Client

with Client(sys.argv[1]) as client:
    log = client.run_on_scheduler(lambda dask_scheduler: [entry[:3] for entry in dask_scheduler.transition_log])
print(sum(finish == "memory" for _, _, finish in log))
"""

# --- what came of it ----------------------------------------------------------------------------------------------


def test_every_student_reads_their_own_feedback(walk):
    ana, ben, _ = walk.people.values()
    (first, second), (his,) = ana.feedback(), ben.feedback()
    assert "6.0 of 6.0 points" in his and "6.0 of 6.0 points" in second
    assert "3.0 of 6.0 points" in first and "not yet" in first


def test_a_round_grades_and_releases_only_what_came(walk):
    first, second = walk.rounds
    assert "2 submissions graded, 0 unchanged, 0 need a look" in first
    assert [f'feedback for student "{name}"' in first for name in STUDENTS] == [True, True]
    assert "1 submissions graded, 1 unchanged, 0 need a look" in second
    assert [f'feedback for student "{name}"' in second for name in STUDENTS] == [True, False]


def test_the_cluster_has_graded(walk):
    said = subprocess.run([PYTHON, "-c", COUNT, walk.scheduler], capture_output=True, check=True, timeout=PATIENCE)
    assert int(said.stdout) >= len(walk.rounds)


def test_no_machine_sees_the_folder_of_another(walk):
    for person in walk.people.values():
        seen = person.run("ls", str(person.machine.folder.parent))
        assert seen.split() == [person.machine.folder.name]


def test_a_second_submission_brings_no_feedback_and_no_checkpoint(walk):
    (_, said) = walk.people[TEACHER].ask(walk.ngshare, [("GET", f"/submission/{COURSE}/{ASSIGNMENT}/ana", {})])[0]
    assert [file["path"] for file in json.loads(said)["files"]] == ["problem.ipynb"]


def test_ngshare_gets_no_source(walk):
    hidden = "BEGIN HIDDEN TESTS"
    assert hidden in (walk.people[TEACHER].machine.folder / "course/source/ps1/problem.ipynb").read_text()
    kept = [file.read_text(encoding="utf-8") for file in (walk.kept / "files").iterdir()]
    assert len(kept) >= 6  # released, handed in three times, feedback three times
    assert not [text for text in kept if hidden in text or "math.pi" in text]


# --- what is denied -----------------------------------------------------------------------------------------------

HERS = f"{COURSE}/{ASSIGNMENT}/ana"
FORM = {"files": "[]", "first_name": "", "last_name": "", "email": ""}
READING = [
    f"/submissions/{COURSE}/{ASSIGNMENT}",  # who handed in what
    f"/submissions/{HERS}",
    f"/submission/{HERS}",  # the files of the newest
    f"/feedback/{HERS}?timestamp=TIME",
    f"/feedback/{HERS}?timestamp=TIME&list_only=true",
    f"/students/{COURSE}",
    f"/student/{COURSE}/ana",
    "/initialize-Data6ase?action=dump",  # all of the database
]
CHANGING = [
    ("POST", f"/assignment/{COURSE}/other"),  # release
    ("DELETE", f"/assignment/{COURSE}/{ASSIGNMENT}"),
    ("POST", f"/feedback/{COURSE}/{ASSIGNMENT}/ben"),
    ("POST", f"/feedback/{HERS}"),
    ("POST", f"/student/{COURSE}/eve"),
    ("POST", f"/students/{COURSE}"),
    ("DELETE", f"/student/{COURSE}/ana"),
    ("POST", f"/instructor/{COURSE}/ben"),
    ("DELETE", f"/instructor/{COURSE}/{TEACHER}"),
    ("POST", "/course/other"),
    ("DELETE", f"/course/{COURSE}"),
    ("GET", "/initialize-Data6ase?action=clear"),
]


def test_a_student_is_denied_what_is_not_theirs(walk):
    _, ben, mia = walk.people.values()
    asked = [("GET", path, {}) for path in READING] + [(method, path, FORM) for method, path in CHANGING]
    asked = [(method, path.replace("TIME", handed_in(walk, "ana")), form) for method, path, form in asked]
    assert [(one[:2], status) for one, (status, _) in zip(asked, ben.ask(walk.ngshare, asked), strict=True)] == [
        (one[:2], 403) for one in asked
    ]
    allowed = mia.ask(walk.ngshare, asked[: len(READING)])  # these addresses are right
    assert [status for status, _ in allowed] == [200] * len(READING)


@pytest.mark.parametrize("token", ["", "0" * 32])
def test_who_has_no_token_of_the_hub_gets_nothing(walk, token):
    asked = [("GET", path.replace("TIME", handed_in(walk, "ana")), {}) for path in READING]
    asked += [("GET", f"/assignment/{COURSE}/{ASSIGNMENT}", {}), *((method, path, FORM) for method, path in CHANGING)]
    for one, (status, said) in zip(asked, walk.people["ben"].ask(walk.ngshare, asked, token), strict=True):
        assert status >= 300 and 'success": true' not in said, one


def test_what_a_student_hands_in_is_their_own_whatever_name_it_bears(walk):
    _, ben, mia = walk.people.values()
    before = submissions(mia, walk)
    form = {"user": "ana", "student_id": "ana", "files": "[]"}
    ((status, _),) = ben.ask(walk.ngshare, [("POST", f"/submission/{COURSE}/{ASSIGNMENT}", form)])
    new = [one for one in submissions(mia, walk) if one not in before]
    assert status == 200 and [one["student_id"] for one in new] == ["ben"]


@pytest.mark.parametrize("path", ["x" * 300 + ".ipynb", "timestamp.txt/x", "problem.ipynb\0"])
def test_a_submission_that_cannot_be_written_is_named_and_stops_nothing(walk, path):
    _, ben, mia = walk.people.values()
    form = {"files": json.dumps([{"path": path, "content": "e30="}])}
    ((status, _),) = ben.ask(walk.ngshare, [("POST", f"/submission/{COURSE}/{ASSIGNMENT}", form)])
    said = mia.run("nbgrader", "collect", ASSIGNMENT, "--update", where="course")
    assert status == 500 or ("Not collected" in said and "ben" in said)
    assert not (mia.machine.folder / "course/submitted/ben" / ASSIGNMENT / "timestamp.txt").is_dir()


def submissions(teacher: Person, walk: Walk) -> list[dict]:
    ((_, said),) = teacher.ask(walk.ngshare, [("GET", f"/submissions/{COURSE}/{ASSIGNMENT}", {})])
    return json.loads(said)["submissions"]


def handed_in(walk: Walk, student: str) -> str:
    """When, as ngshare writes it."""
    return next(one["timestamp"] for one in submissions(walk.people[TEACHER], walk) if one["student_id"] == student)
