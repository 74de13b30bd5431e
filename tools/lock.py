"""Write requirements.txt again: the newest versions that work together of the names in both pyproject.toml files.

Run with the system's Python; nothing is installed. The versions are those that the oldest Python of `requires-python`
can install, whichever Python runs this: Debian's own is older than the last 3.11. torch is asked for without its CPU
or CUDA suffix, so one pin serves both builds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# The one place where versions are pinned: every package of the environment, direct or not.
# Written by `make lock`; torch is met by the CPU build as well as by the CUDA build.
"""
# What must not change on its own: the versions that the course's texts and tests were measured with.
KEEP = ("torch==2.13.0", "nbgrader==0.9.6", "jupyterlab<5", "silero-vad==6.2.3")


def main() -> None:
    course, autograder = (read_project(folder) for folder in (ROOT, ROOT / "autograder"))
    names = list(dict.fromkeys([*asked(course), *asked(autograder)]))
    oldest = course["requires-python"].removeprefix(">=")
    print(f"lock: asking for the newest versions that Python {oldest} can install …", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        # --python-version wants --only-binary and --target, although a dry run writes nothing there.
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--dry-run", "--quiet",
                   "--ignore-installed", "--only-binary=:all:", f"--python-version={oldest}", f"--target={folder}",
                   f"--report={folder}/report.json", *names, *KEEP]  # fmt: skip
        subprocess.run(command, check=True)
        report = json.loads(Path(folder, "report.json").read_text(encoding="utf-8"))
    found = {package["metadata"]["name"]: package["metadata"]["version"] for package in report["install"]}
    pins = [f"{name}=={found[name].partition('+')[0]}\n" for name in sorted(found, key=str.lower)]
    (ROOT / "requirements.txt").write_text(HEAD + "".join(pins), encoding="utf-8")
    print("lock: wrote requirements.txt. Next step: make test")


def read_project(folder: Path, table: str = "project") -> dict:
    """A table of a folder's pyproject.toml."""
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))[table]


def asked(project: dict) -> list[str]:
    """The names that a project depends on, those of its extras included."""
    return [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]


if __name__ == "__main__":
    main()
