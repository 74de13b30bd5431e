"""The hub on several machines that tests/hub/test_distributed.py walks through, and the people at their desks.

Each machine is a network namespace in which no folder of another is there (tests/machines.py). The hub starts a server
on each person's machine, Ana's a JupyterLab; commands run there with the settings and the token that the hub gave it.
"""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
import requests

from autograder.course.folder import Course
from examples.hub import set_up
from examples.hub.try_out import PROGRAMS
from tests.machines import Machine
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, make_course

PYTHON = PROGRAMS / "env" / "bin" / "python"
NGSHARE = PROGRAMS.with_name("ngshare") / "bin" / "python"
SETTINGS = set_up.HERE / "distributed"
ACCOUNT = "nobody"  #: ngshare's
COURSE, TEACHER, STUDENTS = "small", "mia", ("ana", "ben")
PORT = 8888  #: of everybody's server, on their own machine
JUPYTERLAB = (PYTHON, "-m", "jupyterhub.singleuser", "--allow-root", "--ip")
#: Who works in a terminal needs what the hub gives a server, and no JupyterLab: that takes seconds to start.
PAGES = (PYTHON, "-m", "http.server", str(PORT), "--directory", "settings", "--bind")
PATIENCE = 180  #: seconds, which catch what hangs
AT_FIRST = {"ana": {**RIGHT, "halve": WRONG["halve"]}, "ben": RIGHT}  #: who solves what

HUB = """\
import json
from pathlib import Path

c = get_config()
said = json.loads(Path(__file__).with_name("hub.json").read_text())
c.JupyterHub.bind_url = f"http://{said['address']}:8000"
c.JupyterHub.hub_bind_url = f"http://{said['address']}:8081"
c.ConfigurableHTTPProxy.command = [said["proxy"]]
c.JupyterHub.authenticator_class = "null"
c.Authenticator.allowed_users = set(said["people"])
c.JupyterHub.services = [{"name": "starter", "api_token": said["token"]}]
c.JupyterHub.load_roles = [{"name": "starter", "services": ["starter"], "scopes": ["servers", "tokens", "read:users"]}]


def on_own_machine(spawner):
    spawner.ip, spawner.cmd = said["people"][spawner.user.name]
    spawner.port = said["port"]
    spawner.environment["JUPYTER_CONFIG_PATH"] = f"{spawner.home_dir}/settings"


c.Spawner.pre_spawn_hook = on_own_machine
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = said["homes"]
c.Spawner.environment = {"PYTHONUTF8": "1"}
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
load_subconfig(said["settings"] + "/jupyterhub_config.py")
"""
#: Prints the answers to requests, which come as JSON: method, path, form. Runs on a person's machine.
ASK = """\
import json, sys, requests
address, token, asked = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
for method, path, form in asked:
    head = {"Authorization": f"token {token}"} if token else {}
    answer = requests.request(method, address + path, headers=head, data=form, allow_redirects=False, timeout=60)
    print(json.dumps([answer.status_code, answer.text]))
"""


@dataclass(frozen=True)
class Person:
    """Somebody whose JupyterLab runs on their machine."""

    name: str
    machine: Machine
    environment: dict[str, str]  #: of their JupyterLab, the token among it

    def run(self, *command: str, where: str = ".") -> str:
        """Run a command as in a terminal of theirs; returns what it says."""
        folder = self.machine.folder / where
        done = subprocess.run(
            self.machine.command("env", "-C", folder, *command), env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, f"{self.name}: {' '.join(command)}\n{done.stdout[-3000:]}"
        return done.stdout

    def ask(self, service: str, asked: list[tuple], token: str | None = None) -> list[list]:
        """Status and text of each answer; with their own token if no other is named."""
        token = self.environment["JUPYTERHUB_API_TOKEN"] if token is None else token
        return [
            json.loads(line) for line in self.run("python", "-c", ASK, service, token, json.dumps(asked)).splitlines()
        ]

    def press(self, hub: str, button: str) -> dict:
        """What Assignment List sends to their JupyterLab when a button is pressed."""
        form = {"course_id": COURSE, "assignment_id": ASSIGNMENT}
        head = {"Authorization": f"token {self.environment['JUPYTERHUB_API_TOKEN']}"}
        address = f"{hub}/user/{self.name}/assignments/{button}"
        answer = requests.post(address, data=form, headers=head, timeout=PATIENCE)
        assert answer.ok and answer.json()["success"], answer.text
        return answer.json()

    def solve(self, answers: dict[str, str]) -> None:
        path = self.machine.folder / ASSIGNMENT / "problem.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = answers.get(name, cell.source)
        nbformat.write(notebook, path)

    def feedback(self) -> list[str]:
        """The pages that were fetched, the oldest first."""
        pages = sorted((self.machine.folder / ASSIGNMENT / "feedback").glob("*/problem.html"))
        return [page.read_text(encoding="utf-8") for page in pages]


@dataclass(frozen=True)
class Walk:
    """A course that went round twice."""

    hub: str  #: address of the proxy
    kept: Path  #: ngshare's folder
    scheduler: str
    people: dict[str, Person]
    timer: Person  #: the teacher, with a token for rounds alone
    rounds: list[str]  #: what each round said

    @property
    def ngshare(self) -> str:
        return f"{self.hub}/services/ngshare"


def make_programs() -> None:
    """The hub's, and an environment for ngshare alone."""
    set_up.make_programs(PROGRAMS)
    install(PYTHON, SETTINGS / "requirements.txt")
    if not NGSHARE.exists():
        subprocess.run([set_up.python_for_all(), "-m", "venv", NGSHARE.parents[1]], check=True)
    install(NGSHARE, SETTINGS / "ngshare-requirements.txt")


def install(python: Path, pins: Path) -> None:
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", pins]
    subprocess.run(command, check=True)


def start_hub(hub: Machine, desks: dict[str, Machine]) -> tuple[dict[str, Person], Person]:
    """Start the hub with ngshare, and everybody's server; returns people, and the teacher's timer.

    Each machine has a copy of the settings.
    """
    kept = hub.folder / "ngshare"
    kept.mkdir(mode=0o700)
    shutil.chown(kept, ACCOUNT)
    toml = (
        f'address = "http://{hub.address}:8000"\ncourse = "{COURSE}"\nteacher = "{TEACHER}"\nfolder = "{kept}"\n'
        f'python = "{NGSHARE}"\naccount = "{ACCOUNT}"\nport = 10101\n'
    )
    for machine in (hub, *desks.values()):
        shutil.copytree(SETTINGS, machine.folder / "settings")
        (machine.folder / "settings" / "distributed.toml").write_text(toml, encoding="utf-8")
    token = secrets.token_hex(16)
    said = {
        "address": hub.address,
        "proxy": str(PROGRAMS / "proxy/node_modules/.bin/configurable-http-proxy"),
        "people": {
            name: (machine.address, machine.command(*(JUPYTERLAB if name == "ana" else PAGES), machine.address))
            for name, machine in desks.items()
        },
        "port": PORT,
        "token": token,
        "homes": f"{hub.folder.parent}/{{username}}",
        "settings": str(hub.folder / "settings"),
    }
    (hub.folder / "hub.json").write_text(json.dumps(said), encoding="utf-8")
    (hub.folder / "hub_config.py").write_text(HUB, encoding="utf-8")
    command = hub.inside("env", "-C", hub.folder, PYTHON, "-m", "jupyterhub", "--config", hub.folder / "hub_config.py")
    with open(hub.folder / "log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=clean(), stdout=log, stderr=log, start_new_session=True)
    api, head = f"http://{hub.address}:8000/hub/api", {"Authorization": f"token {token}"}
    wait_for(lambda: answers(api), process, hub)
    for name in desks:
        requests.post(f"{api}/users/{name}/server", headers=head, timeout=60).raise_for_status()
    for name in desks:
        wait_for(lambda name=name: is_ready(f"{api}/users/{name}", head), process, hub)
    # For rounds, which a timer starts while the teacher is away: a token that says whose it is, and allows nothing.
    wanted = {"note": "rounds", "expires_in": 3600, "scopes": ["read:users:name!user"]}
    answer = requests.post(f"{api}/users/{TEACHER}/tokens", headers=head, json=wanted, timeout=60)
    answer.raise_for_status()
    servers = {}
    for server in psutil.Process(process.pid).children(recursive=True):
        environment = server.environ()
        if "JUPYTERHUB_USER" in environment:
            servers[environment["JUPYTERHUB_USER"]] = environment
    people = {name: Person(name, machine, servers[name]) for name, machine in desks.items()}
    timer = servers[TEACHER] | {"JUPYTERHUB_API_TOKEN": answer.json()["token"]}
    return people, Person(TEACHER, desks[TEACHER], timer)


def clean() -> dict[str, str]:
    """Nothing of the environment in which tests run."""
    return {
        "PATH": f"{PYTHON.parent}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
    }


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=10).ok
    except requests.RequestException:
        return False


def is_ready(address: str, head: dict[str, str]) -> bool:
    servers = requests.get(address, headers=head, timeout=60).json()["servers"]
    return servers.get("", {}).get("ready", False)


def wait_for(condition: Callable[[], bool], process: subprocess.Popen, machine: Machine) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        log = (machine.folder / "log").read_text(encoding="utf-8")
        assert process.poll() is None and time.monotonic() < end, log[:6000]
        time.sleep(0.2)


def start_dask(scheduler: Machine, worker: Machine) -> str:
    address = f"tcp://{scheduler.address}:8786"
    dask = PYTHON.with_name("dask")
    for machine, command in (
        (scheduler, ("scheduler", "--host", scheduler.address, "--no-dashboard")),
        (worker, ("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")),
    ):
        environment = clean() | {"HOME": str(machine.folder), "DASK_TEMPORARY_DIRECTORY": str(machine.folder)}
        environment |= {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        machine.start(dask, *command, env=environment)
    return address


def go_round(walk: Walk) -> None:
    """Ana presses the buttons of Assignment List, Ben and Mia give commands."""
    ana, ben, mia = (walk.people[name] for name in (*STUDENTS, TEACHER))
    course = make_course(mia.machine.folder / "course")
    with Course(course).gradebook() as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=None)
        for name in STUDENTS:
            gradebook.update_or_create_student(name)
    roster = "student_id,first_name,last_name,email\n" + "".join(f"{name},,,\n" for name in STUDENTS)
    (course / "roster.csv").write_text(roster, encoding="utf-8")
    mia.run("ngshare-course-management", "create_course", COURSE, TEACHER, where="course")
    mia.run("ngshare-course-management", "add_students", COURSE, "roster.csv", "--no-gb", where="course")
    mia.run("nbgrader", "release_assignment", ASSIGNMENT, where="course")
    ana.press(walk.hub, "fetch")
    ben.run("nbgrader", "fetch_assignment", ASSIGNMENT)
    for student in (ana, ben):
        student.solve(AT_FIRST[student.name])
    ana.press(walk.hub, "submit")
    ben.run("nbgrader", "submit", ASSIGNMENT)
    walk.rounds.append(walk.timer.run("sh", "../settings/round.sh", ASSIGNMENT, walk.scheduler, where="course"))
    ana.press(walk.hub, "fetch_feedback")
    ben.run("nbgrader", "fetch_feedback", ASSIGNMENT)
    ana.solve(RIGHT)
    ana.press(walk.hub, "submit")
    walk.rounds.append(walk.timer.run("sh", "../settings/round.sh", ASSIGNMENT, walk.scheduler, where="course"))
    ana.press(walk.hub, "fetch_feedback")
