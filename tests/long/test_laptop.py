"""A laptop with nothing but Python: from the wheel to the zip; and one click, for Binder and a dev container."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.browser.lab import clone
from tests.distribution.test_any_system import NO_POSIX
from tests.long.walk import STEPS, Machine, allow_root, get, jupyterlab, make, runs_a_lesson
from tests.tools.test_environment import small_project
from tools.bundle import build_wheel
from tools.links import START

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def laptop(tmp_path_factory) -> Machine:
    """An environment with only the wheel, in which POSIX is hidden from the course and the learner."""
    place = tmp_path_factory.mktemp("laptop")
    wheels = place / "wheels"
    wheels.mkdir()
    return Machine(make(place, str(build_wheel(wheels))).place, {"PYTHONPATH": str(NO_POSIX)})


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_a_learner_walks_from_the_wheel_to_the_zip_without_posix(laptop, step):
    step(laptop)


def test_an_update_leaves_work_alone(laptop):
    answered = next((laptop.folder / "my-work").glob("01*/*.ipynb"))
    before = answered.read_bytes()

    laptop.run("restoring-models", "update")

    assert answered.read_bytes() == before


@pytest.fixture(scope="module")
def container(tmp_path_factory) -> Machine:
    """A clone, beside an environment with nothing in it, after the step that Binder and a dev container run first."""
    place = tmp_path_factory.mktemp("container")
    clone(place / "clone")
    path = f"{place / 'environment' / 'bin'}:/usr/bin:/bin"
    # PyTorch's own index is not always to be reached; then pip takes the CPU build from where it finds one.
    machine = Machine(make(place).place, {"PATH": path, "PIP_RETRIES": "0"})
    asked = dev_container()["onCreateCommand"]
    assert asked == "binder/postBuild" and os.access(place / "clone" / asked, os.X_OK)
    shutil.copy(place / "clone" / asked, machine.programs)
    machine.run("postBuild", cwd=place / "clone")
    return machine


def dev_container() -> dict:
    return json.loads((Path(__file__).parents[2] / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))


def test_the_step_of_binder_and_the_dev_container_installs_the_cpu_build_and_no_grader(container):
    assert container.run("python", "-c", "import torch; print(torch.version.cuda)") == "None\n"
    code = "import importlib.util as u; print(u.find_spec('nbgrader'), u.find_spec('autograder'))"
    assert container.run("python", "-c", code, cwd=container.place / "home") == "None None\n"


def test_the_dev_container_starts_jupyterlab_with_the_lessons(container):
    program, *arguments = shlex.split(dev_container()["postAttachCommand"])

    with jupyterlab(container, program, *arguments, cwd=container.place / "clone") as address:
        assert b"cells" in get(address, "api/contents/notebooks/00-start-here.ipynb")


def test_binders_link_leads_to_the_first_lesson(container):
    # Binder starts JupyterLab in the clone.
    with jupyterlab(container, "jupyter-lab", *allow_root(), cwd=container.place / "clone") as address:
        assert b"cells" in get(address, f"api/contents/{START}")


def test_a_lesson_runs_in_the_container(container):
    runs_a_lesson(container, container.place / "clone" / "my-course")


def test_binder_has_the_oldest_python_that_is_promised():
    root = Path(__file__).parents[2]
    assert (root / "binder" / "runtime.txt").read_text(encoding="utf-8") == "python-3.11\n"


def test_the_cpu_build_meets_the_pin_and_stays_when_the_environment_is_made_anew(tmp_path):
    project = small_project(tmp_path)
    requirements = project / "requirements.txt"
    requirements.write_text(requirements.read_text(encoding="utf-8") + "torch==0.0.7\n", encoding="utf-8")
    for version in ("0.0.7", "0.0.7+cpu"):
        tiny_wheel(tmp_path, "torch", version)

    def made(**variables: str) -> str:
        """The version of torch, after a run with these variables. No index has this one."""
        own = {name: value for name, value in os.environ.items() if name != "TORCH"}
        command = [sys.executable, str(project / "tools" / "environment.py")]
        variables |= {"PIP_FIND_LINKS": str(tmp_path), "PIP_RETRIES": "0"}
        subprocess.run(command, env=own | variables, check=True, capture_output=True)
        return next((project / ".venv").glob("lib/*/site-packages/torch-*")).name.removesuffix(".dist-info")

    assert made(TORCH="cpu") == "torch-0.0.7+cpu"
    with open(requirements, "a", encoding="utf-8") as pins_file:
        pins_file.write("# changed\n")
    assert made() == "torch-0.0.7+cpu"
    assert (project / ".venv" / "torch").read_text(encoding="utf-8") == "cpu"


def tiny_wheel(folder: Path, name: str, version: str) -> None:
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
