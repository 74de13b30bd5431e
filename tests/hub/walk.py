"""What the people of a hub do with one unit, in the browser, from its release to its feedback."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import FrameLocator, expect

from examples.hub.set_up import COURSE_ID
from examples.hub.try_out import Trial
from tests.bank.test_answer_bank import reference_answers
from tests.browser.formgrader import formgrader_in, listed, open_assignment_list, press, row_of
from tests.browser.lab import choose, opened, run_all
from tests.browser.test_learner import validate
from tests.browser.test_walk import write
from tests.hub.conftest import Person

UNIT, NOTEBOOK, MOST_POINTS = "01-state-dict", "state-dict.ipynb", 10
TYPED = "build_model"  #: what Ana types in the browser, and all that Ben answers
#: what Ben's code tries where it is graded, which is in a process of the teacher's account
PEEK = """
import os
for place in ({folder!r}, {folder!r} + "/course/source", {folder!r} + "/course/gradebook", {home!r}):
    print("seen:", place, os.path.exists(place))
"""
FORGED, NO_TIME = "2999-01-01 00:00:00.000000 UTC", "some day"  #: what Ben's own folders in the exchange say


@dataclass(frozen=True)
class Places:
    """Where things are on the hub, for whoever may go there."""

    hub: Trial

    @property
    def course(self) -> Path:
        return self.hub.hub.folder / "course"

    @property
    def exchange(self) -> Path:
        return self.hub.hub.folder / "members" / "exchange" / COURSE_ID

    def notebook(self, person: Person) -> Path:
        return person.home / "course" / "my-work" / UNIT / NOTEBOOK

    def submission(self, person: Person) -> Path:
        found = (self.exchange / "inbound").glob(f"{person.name}+*")
        (folder,) = [one for one in found if FORGED not in one.name and NO_TIME not in one.name]
        return folder


def open_formgrader(teacher: Person) -> FrameLocator:
    teacher.open()
    choose(teacher.page, "Nbgrader", "Formgrader")
    return formgrader_in(teacher.page)


def release(teacher: Person) -> None:
    formgrader = open_formgrader(teacher)
    for step in ("assign", "release"):
        press(formgrader, row_of(formgrader, UNIT).locator(f".{step} a").first)


def fetch(student: Person) -> None:
    student.open()
    assignments = open_assignment_list(student.page)
    listed(assignments, "released", UNIT).get_by_role("button", name="Fetch").click()
    expect(listed(assignments, "fetched", UNIT)).to_be_visible()


def submit(student: Person) -> None:
    student.open()
    assignments = open_assignment_list(student.page)
    listed(assignments, "fetched", UNIT).get_by_role("button", name="Submit").click()
    expect(listed(assignments, "submitted", UNIT)).to_be_visible()


def solve_while_the_hub_restarts(ana: Person, hub: Trial) -> None:
    """She types an answer; before she saves it the hub ends and another one starts; then she saves and validates."""
    notebook, answers = Places(hub).notebook(ana), reference_answers(UNIT)
    write(notebook, {name: source for name, source in answers.items() if name != TYPED})
    ana.open(f"my-work/{UNIT}/{NOTEBOOK}")
    panel = opened(ana.page, NOTEBOOK)
    before = kernels(ana.name)
    panel.locator(".jp-CodeCell", has_text="raise NotImplementedError()").locator(".cm-content").click()
    ana.page.keyboard.press("Control+a")
    ana.page.keyboard.insert_text(answers[TYPED])
    restart(hub, signal.SIGTERM)
    executed = run_all(ana.page, notebook)
    assert answers[TYPED] in [cell.source for cell in executed.cells]
    assert before and kernels(ana.name) == before  # the same process: what it had in memory is still there
    assert "Success!" in validate(ana.page)


def solve_one(ben: Person, hub: Trial) -> None:
    """He answers one exercise, and his code looks around where it is graded. His notebook stays open, with a kernel."""
    peek = PEEK.format(folder=str(hub.hub.folder), home=str(ben.home))
    write(Places(hub).notebook(ben), {TYPED: reference_answers(UNIT)[TYPED] + peek})
    ben.open(f"my-work/{UNIT}/{NOTEBOOK}")
    opened(ben.page, NOTEBOOK)


def cheat(ben: Person, ana: Person, hub: Trial) -> None:
    """As his own account, Ben hands in under Ana's name, and puts links to the course into what he handed in."""
    inbound, course = Places(hub).exchange / "inbound", Places(hub).course
    own, forged = Places(hub).submission(ben), inbound / f"{ana.name}+{UNIT}+{FORGED}+x"
    links = {"source.ipynb": course / "source" / UNIT / NOTEBOOK, "course": course, "gradebook.db": gradebook(hub)}
    script = "".join(f"ln -s '{target}' '{own}/{name}'\n" for name, target in links.items())
    script += f"cp -r '{own}' '{forged}'\nmkdir '{inbound}/{ben.name}+{UNIT}+{NO_TIME}+x'\n"
    run_as(ben, "bash", "-ec", script.replace("cp -r", "cp -r --no-dereference --preserve=mode"))
    assert forged.is_dir() and (own / "course").is_symlink()


def gradebook(hub: Trial) -> Path:
    return Places(hub).course / "gradebook" / "gradebook.db"


def collect(teacher: Person) -> FrameLocator:
    formgrader = open_formgrader(teacher)
    press(formgrader, row_of(formgrader, UNIT).locator(".collect a"))
    return formgrader


def grade_while_the_hub_is_killed(teacher: Person, students: list[Person], hub: Trial) -> None:
    """Formgrader grades Ana's; meanwhile the hub and its proxy are killed, and start again; then Ben's is graded."""
    formgrader = open_submissions(teacher, len(students))
    first, *others = students
    row_of(formgrader, first.name).locator(".autograde a").click()
    restart(hub, signal.SIGKILL)
    formgrader = open_submissions(teacher, len(students))
    if "needs autograding" in row_of(formgrader, first.name).inner_text():  # the request had not come so far
        press(formgrader, row_of(formgrader, first.name).locator(".autograde a"))
    for student in others:
        press(formgrader, row_of(formgrader, student.name).locator(".autograde a"))
    for student in students:
        expect(row_of(formgrader, student.name)).to_contain_text("graded")
        for step in ("generate-feedback", "release-feedback"):
            press(formgrader, row_of(formgrader, student.name).locator(f".{step} a"))


def open_submissions(teacher: Person, count: int) -> FrameLocator:
    formgrader = open_formgrader(teacher)
    row_of(formgrader, UNIT).get_by_role("link", name=str(count), exact=True).click()
    return formgrader


def read_feedback(student: Person) -> str:
    """Fetch the feedback in Assignment List, open it there, and return its text."""
    student.open()
    submitted = listed(open_assignment_list(student.page), "submitted", UNIT)
    submitted.get_by_role("button", name="Fetch Feedback").click()
    student.page.get_by_text("(view feedback)").last.click()  # the newest
    student.page.get_by_role("listitem", name=NOTEBOOK.replace(".ipynb", ".html")).dblclick()
    text = student.page.frame_locator(".jp-HTMLViewer iframe").locator("body")
    expect(text).to_contain_text("(Score: ")
    return text.inner_text()


def restart(hub: Trial, how: signal.Signals) -> None:
    servers = {name: processes_of(name, "jupyterhub.singleuser") for name in hub.names.values()}
    hub.stop(how)
    hub.start()
    assert {name: processes_of(name, "jupyterhub.singleuser") for name in servers} == servers
    assert all(servers.values())


def kernels(account: str) -> set[int]:
    return processes_of(account, "ipykernel_launcher")


def processes_of(account: str, word: str = "") -> set[int]:
    """The numbers of an account's processes that have a word in their command line."""
    number = pwd.getpwnam(account).pw_uid
    found = subprocess.run(["ps", "-o", "pid=,args=", "-U", str(number)], capture_output=True, text=True).stdout
    return {int(line.split()[0]) for line in found.splitlines() if word in line}


def run_as(person: Person, *command: str, **options) -> subprocess.CompletedProcess:
    """Run a program as the hub runs a person's: the same account and groups."""
    account = pwd.getpwnam(person.name)
    who = {"user": account.pw_uid, "group": account.pw_gid}
    who["extra_groups"] = os.getgrouplist(person.name, account.pw_gid)
    environment = {"HOME": str(person.home), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        command, cwd=person.home, env=environment, check=True, text=True, timeout=300, **who, **options
    )
