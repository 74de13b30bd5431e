"""On the hub: a student presses Submit and reads feedback, and nobody ran a command."""

from __future__ import annotations

import pwd
import re
import statistics
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from nbgrader.utils import notebook_hash
from playwright.sync_api import expect

from examples.hub import set_up
from examples.hub.try_out import Trial
from tests.bank.test_answer_bank import reference_answers
from tests.browser.formgrader import listed, open_assignment_list
from tests.browser.lab import SHOTS, opened, run_all
from tests.browser.test_walk import write
from tests.hub import walk
from tests.hub.conftest import Person
from tests.hub.walk import NOTEBOOK, UNIT, Places, run_as

PRESSES = 10
PATIENCE = 120  #: seconds, which catch a service that hangs
RULES = "c.Attempts.attempts_a_day = 0\nc.Attempts.pause = 0\n"


@pytest.fixture(scope="module")
def watched(hub, people) -> dict[str, Person]:
    """The hub with the service, restarted; the unit is released and fetched."""
    ana, ben, mia = (people[name] for name in ("ana", "ben", "mia"))
    config = Places(hub).course / "nbgrader_config.py"
    if not Places(hub).notebook(ana).exists():  # this file is run alone
        walk.release(mia)
        for student in (ana, ben):
            walk.fetch(student)
    config.write_text(config.read_text() + RULES)
    set_up.write_settings(replace(hub.hub, watched=True))
    hub.stop()
    hub.start()
    return people


def press_submit(student: Person, hub: Trial) -> Path:
    """Press the button in Assignment List, which stays open; returns the folder in the exchange."""
    inbound = Places(hub).exchange / "inbound"
    before = set(inbound.glob(f"{student.name}+{UNIT}+*"))
    button = listed(open_assignment_list(student.page), "fetched", UNIT).get_by_role("button", name="Submit")
    button.click()
    wait_for(lambda: set(inbound.glob(f"{student.name}+{UNIT}+*")) - before)
    (new,) = set(inbound.glob(f"{student.name}+{UNIT}+*")) - before
    return new


def page_of(folder: Path, hub: Trial) -> Path:
    """Where the feedback of a hand-in is released."""
    wait_for((folder / "submission_secret.txt").is_file)
    secret = (folder / "submission_secret.txt").read_text()
    name = notebook_hash(secret=secret, notebook_id=NOTEBOOK.removesuffix(".ipynb"))
    return Places(hub).exchange / "feedback" / f"{name}.html"


def wait_for(what) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def test_submit_is_pressed_and_feedback_read_without_anybody_running_a_command(watched, hub, capsys):
    ana, answers = watched["ana"], reference_answers(UNIT)
    took = []
    for number in range(PRESSES):
        some = dict(list(answers.items())[: number % len(answers) + 1])
        write(Places(hub).notebook(ana), some)
        ana.open()
        pressed = time.monotonic()
        folder = press_submit(ana, hub)
        wait_for(page_of(folder, hub).exists)
        took.append(time.monotonic() - pressed)

    shown = walk.read_feedback(ana)

    ana.page.screenshot(path=SHOTS / "hub-watched-feedback.png")
    assert re.search(r"\(Score: \d", shown) and "handed in by" in shown
    with capsys.disabled():
        median, longest = statistics.median(took), max(took)
        print(f"\nfrom Submit to feedback: median of {PRESSES} {median:.1f} s, longest {longest:.1f} s")


def test_the_notebook_says_what_was_handed_in(watched, hub):
    ana = watched["ana"]
    ana.open(f"my-work/{UNIT}/{NOTEBOOK}")
    panel = opened(ana.page, NOTEBOOK)

    run_all(ana.page, Places(hub).notebook(ana))

    expect(panel.get_by_text(re.compile(r"Handed in .* of 10\.0 points\."))).to_be_visible()
    ana.page.screenshot(path=SHOTS / "hub-watched-strip.png")


def test_the_service_runs_as_the_teacher_and_what_it_writes_is_the_teachers(watched, hub):
    teacher = pwd.getpwnam(watched["mia"].name)

    assert walk.processes_of(teacher.pw_name, "autograder watch")
    for name in ("submitted", "autograded", "feedback", ".autograder"):
        assert {path.lstat().st_uid for path in (Places(hub).course / name).rglob("*")} == {teacher.pw_uid}


def test_the_teacher_sees_how_it_goes(watched, hub):
    mia = watched["mia"]
    said = run_as(
        mia, "env", f"COURSE_HUB={hub.hub.folder}", f"JUPYTER_CONFIG_PATH={hub.hub.folder}/settings/everyone",
        hub.hub.programs / "env/bin/autograder", "watch", "--status", "--course", Places(hub).course,
        stdout=subprocess.PIPE,
    ).stdout  # fmt: skip

    assert "The service runs." in said
    assert re.search(rf"{UNIT}: \d+ attempts of \d students graded", said)


def test_the_other_student_reads_nothing_of_it(watched, hub):
    """Ben knows where feedback lies; he can neither list it nor guess a name."""
    ben = watched["ben"]
    for place in (Places(hub).exchange / "feedback", Places(hub).course / ".autograder"):
        with pytest.raises(subprocess.CalledProcessError):
            run_as(ben, "ls", place, stderr=subprocess.DEVNULL)


def test_who_hands_in_by_hand_under_another_name_gets_nothing(watched, hub):
    ana, ben = watched["ana"], watched["ben"]
    forged = Places(hub).exchange / "inbound" / f"{ana.name}+{UNIT}+2026-11-28 12:00:00.000000 UTC+forged"
    before = (Places(hub).course / ".autograder" / UNIT / f"{ana.name}.attempts").read_text()
    run_as(ben, "mkdir", "-m", "777", forged)

    write(Places(hub).notebook(ben), reference_answers(UNIT))
    ben.open()
    wait_for(page_of(press_submit(ben, hub), hub).exists)  # by then the service has seen both

    assert (Places(hub).course / ".autograder" / UNIT / f"{ana.name}.attempts").read_text() == before
