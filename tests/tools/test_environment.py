"""One place for versions, and set-up that survives two runs at once."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from bank import ROOT
from tools import environment
from tools.environment import PROJECTS
from tools.lock import asked, read_project


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    found = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonical(name): version for name, version in found.items()}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_conda_users_get_exactly_the_pins_of_requirements_txt():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *from_conda, from_pip = conda["dependencies"]

    # conda itself gives Python and pip; everything else is read from the pins at install time.
    assert [re.split("[=<>]", name)[0] for name in from_conda] == ["python", "pip"]
    assert from_pip == {"pip": ["-r requirements.txt", "-e .", "-e ./autograder"]}


@pytest.mark.slow
def test_what_conda_would_hand_to_pip_is_met_by_this_environment(tmp_path):
    # conda writes the pip section to a file beside environment.yml and runs `pip install -r` on it.
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    lines = conda["dependencies"][-1]["pip"]
    asked = tmp_path / "condaenv.requirements.txt"
    pins_here = {"-r requirements.txt": f'-r "{ROOT}/requirements.txt"', "-e .": "", "-e ./autograder": ""}
    here = "\n".join(pins_here[line] for line in lines)
    asked.write_text(here, encoding="utf-8")

    for command in (["install", "--dry-run", "--no-index", "--no-deps", "-r", str(asked)], ["check"]):
        done = subprocess.run([sys.executable, "-m", "pip", *command], capture_output=True, text=True, cwd=ROOT)

        assert done.returncode == 0, done.stdout + done.stderr
        assert "Would install" not in done.stdout


def test_no_version_is_named_outside_requirements_txt():
    direct = [name for folder in PROJECTS for name in asked(read_project(folder))]
    assert [name for name in direct if re.search(r"[<>=~!]", name)] == []
    assert {canonical(name.partition("[")[0]) for name in direct} <= set(pins())


def test_the_installed_packages_are_the_pinned_ones():
    assert {name: metadata.version(name).partition("+")[0] for name in pins()} == pins()


def test_the_oldest_python_that_is_promised_can_install_every_pin():
    # Debian's own Python 3.11 is older than the last 3.11, and some packages ask for 3.11.5.
    (oldest,) = {read_project(folder)["requires-python"].removeprefix(">=") for folder in PROJECTS}
    asks = {name: SpecifierSet(metadata.metadata(name).get("Requires-Python", "")) for name in pins()}
    assert {name: str(asked) for name, asked in asks.items() if oldest not in asked} == {}


def small_project(tmp_path: Path) -> Path:
    """A project like ours, with one package to install."""
    project = tmp_path / "a project"
    (project / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "environment.py", project / "tools")
    (project / "requirements.txt").write_text(f"setuptools=={pins()['setuptools']}\n", encoding="utf-8")
    for folder in (project, project / "autograder"):
        folder.mkdir(exist_ok=True)
        (folder / "pyproject.toml").write_text(
            f'[project]\nname = "{folder.name.replace(" ", "-")}"\nversion = "1"\n[tool.setuptools]\npackages = []\n',
            encoding="utf-8",
        )
    return project


@pytest.mark.slow
def test_two_runs_at_once_make_one_environment_and_a_third_does_nothing(tmp_path):
    command = [sys.executable, str(small_project(tmp_path) / "tools" / "environment.py")]

    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(2)]
    said = [process.communicate(timeout=300)[0] for process in both]
    third = subprocess.run(command, capture_output=True, text=True)

    assert [process.returncode for process in both] == [0, 0], said
    assert sum("making .venv" in text for text in said) == 1
    assert sum("waiting" in text for text in said) == 1
    assert (third.returncode, third.stdout) == (0, "")


@pytest.mark.slow
def test_an_activated_environment_is_made_anew_when_a_pin_changes(tmp_path):
    project = small_project(tmp_path)
    script = project / "tools" / "environment.py"
    subprocess.run([sys.executable, str(script)], check=True, capture_output=True)
    with open(project / "requirements.txt", "a", encoding="utf-8") as pins_file:
        pins_file.write("# changed\n")

    done = subprocess.run([project / ".venv" / "bin" / "python", script], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "ready" in done.stdout


def test_one_word_chooses_the_build_of_torch_and_the_next_run_keeps_to_it(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "TORCH", tmp_path / "torch")

    def chosen(word: str | None) -> str:
        monkeypatch.delenv("TORCH", raising=False) if word is None else monkeypatch.setenv("TORCH", word)
        return environment.chosen_build()

    assert [chosen(word) for word in (None, "", "default", "cpu")] == ["", "", "", "cpu"]
    environment.TORCH.write_text("cpu", encoding="utf-8")
    assert [chosen(word) for word in (None, "", "default", "cpu")] == ["cpu", "cpu", "", "cpu"]
    assert environment.fingerprint("cpu") != environment.fingerprint("")
    with pytest.raises(SystemExit, match="TORCH=gpu is no build of PyTorch"):
        chosen("gpu")


def test_a_change_in_either_project_makes_the_environment_anew(tmp_path):
    copy = tmp_path / "course"
    for folder in (copy / "tools", copy / "autograder"):
        folder.mkdir(parents=True)
    for name in ("tools/environment.py", "requirements.txt", "pyproject.toml", "autograder/pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)

    def fingerprint() -> str:
        code = "from tools.environment import fingerprint\nprint(fingerprint())"
        return subprocess.run([sys.executable, "-c", code], cwd=copy, capture_output=True, text=True, check=True).stdout

    found = {fingerprint()}
    for name in ("pyproject.toml", "autograder/pyproject.toml"):
        path = copy / name
        path.write_text(
            path.read_text(encoding="utf-8").replace('"nbformat",', '"nbformat", "attrs",'), encoding="utf-8"
        )
        found.add(fingerprint())
    assert len(found) == 3
