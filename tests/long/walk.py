"""A learner's way through the course, on a machine that has nothing but Python: Linux, macOS or Windows.

    python tests/long/walk.py WHEEL     or the folder that it is in

It makes a virtual environment with only the wheel, starts JupyterLab in a new folder, runs a lesson, solves an
assignment with the bank's answers, checks it and zips it. Only the standard library runs here, so every system's CI can
call it; tests/long/test_laptop.py walks the same way step by step.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNIT, NOTEBOOK, LESSON = "01-state-dict", "state-dict.ipynb", "01-state-dict.ipynb"
TOKEN = "walk"
PATIENCE = 1500  #: seconds for what can only hang


@dataclass(frozen=True)
class Machine:
    """A virtual environment, a home, and a learner's folder, all new."""

    place: Path
    variables: dict[str, str] = field(default_factory=dict)  #: of the environment, beside what this process has

    @property
    def folder(self) -> Path:
        return self.place / "home" / "restoring-models"

    @property
    def programs(self) -> Path:
        return self.place / "environment" / ("Scripts" if os.name == "nt" else "bin")

    def environment(self) -> dict[str, str]:
        """The variables of somebody who has just opened a terminal."""
        (self.place / "home").mkdir(exist_ok=True)
        others = ("PYTHON", "VIRTUAL_ENV", "JUPYTER", "XDG")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
        home = {name: str(self.place / "home") for name in ("HOME", "USERPROFILE")}
        return kept | home | self.variables

    def start(self, program: str, *arguments: str, cwd: Path | None = None) -> subprocess.Popen:
        return subprocess.Popen(
            [str(self.programs / program), *arguments],
            cwd=cwd or self.place,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def run(self, program: str, *arguments: str, cwd: Path | None = None) -> str:
        """What a program printed. Raises AssertionError with it when the program failed."""
        with self.start(program, *arguments, cwd=cwd) as running:
            said, _ = running.communicate(timeout=PATIENCE)
        assert running.returncode == 0, f"{program} {' '.join(arguments)}\n{said}"
        return said


def make(place: Path, *install: str, **variables: str) -> Machine:
    """A machine with these things installed by pip."""
    subprocess.run([sys.executable, "-m", "venv", str(place / "environment")], check=True, timeout=PATIENCE)
    machine = Machine(place, variables)
    if install:
        machine.run("python", "-m", "pip", "install", "--quiet", *install)
    return machine


@contextmanager
def jupyterlab(machine: Machine, program: str, *arguments: str, cwd: Path | None = None) -> Iterator[str]:
    """The address at which JupyterLab answers, as it prints it; at the end it is stopped as Ctrl+C stops it."""
    arguments += ("--no-browser", f"--IdentityProvider.token={TOKEN}", "--port=0")
    with machine.start(program, *arguments, cwd=cwd) as server:
        said = []
        try:
            for line in server.stdout:
                said.append(line)
                if found := re.search(r"(http://127\.0\.0\.1:\d+)/", line):
                    wait_for(found[1], server)
                    yield found[1]
                    break
            else:
                raise AssertionError("JupyterLab did not start:\n" + "".join(said))
        finally:
            server.terminate()
            server.communicate(timeout=PATIENCE)


def allow_root() -> list[str]:
    """JupyterLab asks for it; restoring-models does not know who is root where POSIX is hidden from it."""
    return ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def wait_for(address: str, server: subprocess.Popen) -> None:
    """It is printed a moment before anybody listens there."""
    while server.poll() is None:
        with suppress(OSError):
            get(address, "api/status")
            return
        time.sleep(0.2)
    raise AssertionError("JupyterLab ended after it had said its address")


def get(address: str, path: str) -> bytes:
    request = urllib.request.Request(f"{address}/{path}", headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


# --- the steps ----------------------------------------------------------------------------------------------------


def starts(machine: Machine) -> None:
    """One command: the folder is filled, and JupyterLab shows the first lesson."""
    with jupyterlab(machine, "restoring-models", "start", *allow_root()) as address:
        shown = json.loads(get(address, "api/contents/notebooks"))
        names = [entry["name"] for entry in shown["content"]]
        assert sorted(names) == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
        assert b"jupyterlab" in get(address, "lab/tree/notebooks/00-start-here.ipynb").lower()


def runs_a_lesson(machine: Machine, folder: Path | None = None) -> None:
    machine.run("jupyter-execute", LESSON, cwd=(folder or machine.folder) / "notebooks")


def solves(machine: Machine) -> None:
    path = machine.folder / "my-work" / UNIT / NOTEBOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    answers = {cell["id"]: cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")}
    for exercise in (ROOT / "bank" / UNIT).iterdir():
        if exercise.name in answers:
            right = sorted((exercise / "right").glob("*.py"))[0]
            answers[exercise.name]["source"] = right.read_text(encoding="utf-8")
    path.write_text(json.dumps(notebook), encoding="utf-8")


def checks(machine: Machine) -> None:
    said = machine.run("restoring-models", "check", "1")
    assert "10 of 10 pass." in said, said


def zips(machine: Machine) -> None:
    machine.run("restoring-models", "zip", "1")
    with zipfile.ZipFile(machine.folder / "to-hand-in" / f"{UNIT}.zip") as archive:
        assert NOTEBOOK in archive.namelist()


def has_no_grader(machine: Machine) -> None:
    code = "import importlib.util as u; print([m for m in ('nbgrader', 'autograder', 'sqlalchemy') if u.find_spec(m)])"
    assert machine.run("python", "-c", code).strip() == "[]"


STEPS = (starts, runs_a_lesson, solves, checks, zips, has_no_grader)

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        begin = time.monotonic()
        named = Path(sys.argv[1])
        (wheel,) = named.glob("*.whl") if named.is_dir() else [named]
        machine = make(Path(folder), str(wheel.resolve()))
        for step in STEPS:
            step(machine)
            print(f"{step.__name__}: well, after {time.monotonic() - begin:.0f} seconds", flush=True)
