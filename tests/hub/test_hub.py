"""A unit's whole way on a hub with real accounts, and what its students cannot reach."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from bank import ROOT
from examples.hub import set_up
from examples.hub.try_out import Trial
from tests.browser.lab import SHOTS, opened
from tests.browser.test_walk import hidden_lines
from tests.hub import walk
from tests.hub.conftest import Person
from tests.hub.walk import MOST_POINTS, NOTEBOOK, UNIT, Places, run_as

POINTS = {"ana": 10.0, "ben": 2.0}


@pytest.fixture(scope="module")
def graded(hub, people) -> dict[str, Person]:
    """Released, fetched, solved, handed in, collected, graded; feedback released. The hub was restarted twice."""
    ana, ben, mia = (people[name] for name in ("ana", "ben", "mia"))
    walk.release(mia)
    for student in (ana, ben):
        walk.fetch(student)
    walk.solve_while_the_hub_restarts(ana, hub)
    walk.solve_one(ben, hub)
    for student in (ana, ben):
        walk.submit(student)
    walk.cheat(ben, ana, hub)
    walk.collect(mia)
    walk.grade_while_the_hub_is_killed(mia, [ana, ben], hub)
    mia.page.screenshot(path=SHOTS / "hub-formgrader.png")
    return people


def test_each_student_reads_their_own_points_and_no_hidden_test(graded, hub):
    hidden = hidden_lines()
    assert hidden

    for name, points in POINTS.items():
        shown = walk.read_feedback(graded[name])
        graded[name].page.screenshot(path=SHOTS / f"hub-feedback-{name}.png")
        assert f"(Score: {points} / {MOST_POINTS:.1f})" in shown
        assert [line for line in hidden if line in shown] == []
        assert scores(hub)[graded[name].name] == points


def scores(hub: Trial) -> dict[str, float]:
    question = "select student_id, sum(auto_score) from submitted_assignment a join submitted_notebook n "
    question += "on n.assignment_id = a.id join grade g on g.notebook_id = n.id group by student_id"
    with sqlite3.connect(walk.gradebook(hub)) as gradebook:
        return dict(gradebook.execute(question).fetchall())


def test_a_submission_is_graded_in_a_sandbox_also_as_the_teachers_account(graded, hub):
    autograded = Places(hub).course / "autograded" / graded["ben"].name / UNIT / NOTEBOOK
    said = [output.text for cell in nbformat.read(autograded, as_version=4).cells for output in cell.get("outputs", [])
            if output.output_type == "stream" and "seen:" in output.text]  # fmt: skip

    assert len(said) == 1 and said[0].count("False") == 4 and "True" not in said[0]


def test_collecting_takes_what_is_the_students_own(graded, hub):
    submitted = Places(hub).course / "submitted"
    ana, ben = graded["ana"], graded["ben"]

    assert (submitted / ana.name / UNIT / NOTEBOOK).read_bytes() == Places(hub).notebook(ana).read_bytes()
    assert walk.FORGED not in (submitted / ana.name / UNIT / "timestamp.txt").read_text()
    assert not {"source.ipynb", "course", "gradebook.db"} & {one.name for one in (submitted / ben.name).rglob("*")}


@pytest.mark.parametrize(("intruder", "other"), [("ben", "ana"), ("ana", "ben")])
def test_no_student_reaches_what_is_not_theirs_by_any_path_tried(graded, hub, intruder, other):
    for tries in (paths(graded[other], hub), processes_and_servers(graded, graded[intruder], graded[other])):
        assert tries
        assert attempt(graded[intruder], tries) == []
    owners = [("read", str(Places(hub).notebook(graded[other])))]
    assert attempt(graded[other], owners) != []  # who may, does: the tries themselves work


def paths(other: Person, hub: Trial) -> list[tuple[str, str]]:
    """Files of another student, the course, the exchange and the hub; all of them exist."""
    folder, places = hub.hub.folder, Places(hub)
    state = folder / "state"
    course, exchange, submission = places.course, places.exchange, places.submission(other)
    mine = [
        other.home,
        other.home / "course",
        places.notebook(other),
        other.home / ".local/share/jupyter",
        other.home / ".run",
    ]
    closed = [course, course / "source", course / "source" / UNIT / NOTEBOOK, course / "source" / UNIT / "scenes.py",
              walk.gradebook(hub), course / "nbgrader_config.py",
              *(course / step / other.name / UNIT / NOTEBOOK for step in ("submitted", "autograded")),
              course / "feedback" / other.name / UNIT / NOTEBOOK.replace(".ipynb", ".html"),
              exchange / "inbound", exchange / "feedback",
              state, *(state / name for name in ("jupyterhub.sqlite", "cookie-secret", "hub.log")),
              Path("/etc/shadow"), hub.hub.homes / hub.names["mia"]]  # fmt: skip
    assert [path for path in [*mine, *closed] if not path.exists()] == []
    sockets = [path for path in (other.home / ".run").iterdir() if path.is_socket()]
    assert sockets  # of the other's kernel
    owned = [exchange, exchange / "outbound", exchange / "outbound" / UNIT, exchange / "feedback", folder, course,
             folder / "settings", folder / "sockets", folder / "members", folder / "members" / "lessons",
             hub.hub.programs / "env" / "bin", other.home]  # fmt: skip
    return [
        *(("read", str(path)) for path in [*mine, *closed]),
        *(("link", str(path)) for path in [places.notebook(other), *closed] if path.is_file()),
        ("query", str(walk.gradebook(hub))),
        ("query", str(state / "jupyterhub.sqlite")),
        *(("connect", str(path)) for path in [*sockets, state / "proxy-api"]),
        *(("write", str(path)) for path in owned),
        # Even with the name of the other's submission, which nobody can list:
        *((kind, str(path)) for kind in ("move", "remove") for path in (submission, exchange, exchange / "inbound")),
        *(("remove", str(path)) for path in (exchange / "feedback").iterdir()),
        *(("remove", str(path)) for path in (exchange / "outbound" / UNIT).iterdir()),
    ]


def processes_and_servers(people: dict[str, Person], intruder: Person, other: Person) -> list[tuple]:
    """The others' processes, and everybody's servers behind the proxy's back, with the intruder's token and without."""
    mia = people["mia"]
    tries: list[tuple] = [("process", n) for person in (other, mia) for n in walk.processes_of(person.name)]
    own = environment(intruder)
    for person in (other, mia):
        server = environment(person)["JUPYTERHUB_SERVICE_URL"].replace("0.0.0.0", "127.0.0.1")
        for page in ("api/contents", "api/kernels", "api/sessions", "formgrader", "files/", "lab"):
            tries += [("fetch", (server + page, token)) for token in (own["JUPYTERHUB_API_TOKEN"], "")]
    return tries


def environment(person: Person) -> dict[str, str]:
    """Of the person's JupyterLab."""
    (server,) = walk.processes_of(person.name, "jupyterhub.singleuser")
    lines = Path(f"/proc/{server}/environ").read_bytes().decode().split("\0")
    return dict(line.partition("=")[::2] for line in lines if line)


def attempt(person: Person, tries: list[tuple]) -> list[str]:
    """What a person's account gets of what it tries."""
    script = (ROOT / "tests" / "hub" / "intruder.py").read_text(encoding="utf-8")
    done = run_as(person, "/usr/bin/python3", "-c", script, input=json.dumps(tries), capture_output=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize(("intruder", "other"), [("ben", "ana"), ("ana", "mia")])
def test_the_hub_shows_nobody_elses_pages_to_who_is_logged_in(graded, hub, intruder, other):
    page, person = graded[intruder].page.context.new_page(), graded[other]

    for path in ("lab", "api/contents", "formgrader/manage_assignments", "files/source"):
        assert page.goto(f"{person.address}/{path}").status in (403, 404), path
    for path in (f"api/users/{person.name}", "api/users", "api/proxy", "admin"):
        assert page.goto(f"{hub.hub.address}/hub/{path}").status in (403, 404), path
    page.close()


def test_no_other_account_can_listen_to_a_kernel_or_debug_it(graded, hub):
    ana = graded["ana"]
    ana.open(f"my-work/{UNIT}/{NOTEBOOK}")
    opened(ana.page, NOTEBOOK)
    files = list((ana.home / ".run").glob("kernel-*.json"))

    assert files and {json.loads(file.read_text())["transport"] for file in files} == {"ipc"}
    # JupyterLab's own port, where it asks the hub who its visitor is; and of each kernel one into which its child
    # processes put what they print: it sends nothing, and takes nothing without a secret. A debugger would be one more.
    assert len(ports_of(ana)) == 1 + len(walk.kernels(ana.name))
    expect(ana.page.get_by_role("button", name="Debugger")).to_have_count(0)


def ports_of(person: Person) -> set[int]:
    """The ports on which an account's processes listen."""
    number = str(person.home.stat().st_uid)
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()]
    return {int(line[1].rpartition(":")[2], 16) for line in lines if line[3] == "0A" and line[7] == number}


def test_setting_it_up_again_changes_nothing_that_people_wrote(graded, hub):
    before = written(hub)

    set_up.make_hub(hub.hub)

    assert before and written(hub) == before


def written(hub: Trial) -> dict[str, tuple]:
    """Modes, owners and contents in the exchange and the course, and of students' work."""
    students = (hub.hub.homes / name / "course" for name in hub.hub.students)
    found = [path for folder in (Places(hub).exchange, Places(hub).course, *students) for path in folder.rglob("*")]
    return {
        str(path): (path.lstat().st_mode, path.lstat().st_uid, path.read_bytes() if path.is_file() else b"")
        for path in found
    }


def test_students_have_no_formgrader(people):
    people["ana"].open()
    people["ana"].page.get_by_role("menubar").get_by_role("menuitem", name="Nbgrader", exact=True).click()

    items = people["ana"].page.locator(".lm-Menu-itemLabel")
    expect(items.get_by_text("Assignment List", exact=True)).to_be_visible()
    assert "Formgrader" not in items.all_inner_texts()
    people["ana"].page.keyboard.press("Escape")
