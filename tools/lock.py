"""Write requirements.txt, the hub's and ngshare's again: the newest versions that work together.

The names are those in pyproject.toml, and NGSHARE.

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
HEAD_OF_HUB = """\
# What a hub needs beyond the packages of requirements.txt. Written by `make lock`.
"""
HEAD_OF_NGSHARE = """\
# ngshare, in an environment of its own: with SQLAlchemy 2, which all others have, ngshare 0.6.0 says that it took what
# was released or handed in, and does not keep it. Written by `make lock`.
"""
NGSHARE = ("ngshare==0.6.0", "requests", "SQLAlchemy<2")
HUB = "hub"  #: the extra that the course's own environment does not have
# What must not change on its own: the versions that the course's texts and tests were measured with.
KEEP = ("torch==2.13.0", "nbgrader==0.9.6", "jupyterlab<5", "silero-vad==6.2.3")
# From 4.25 on it makes a parser of addresses when it is imported, in every process of Jupyter and nbgrader: half of the
# time in which a command starts (https://github.com/python-jsonschema/jsonschema/issues/1428).
QUICK = ("jsonschema<4.25",)


def main() -> None:
    course, autograder = (read_project(folder) for folder in (ROOT, ROOT / "autograder"))
    oldest = course["requires-python"].removeprefix(">=")
    print(f"lock: asking for the newest versions that Python {oldest} can install …", flush=True)
    names = list(dict.fromkeys([*asked(course), *asked(autograder)]))
    pins = newest([*names, *KEEP, *QUICK], oldest)
    write(ROOT / "requirements.txt", HEAD, pins)
    # What the hub needs beyond that: with the same versions of everything else.
    with_hub = newest([*course["optional-dependencies"][HUB], *pins], oldest)
    write(ROOT / "examples" / "hub" / "requirements.txt", HEAD_OF_HUB, [pin for pin in with_hub if pin not in pins])
    ngshare = ROOT / "examples" / "hub" / "distributed" / "ngshare-requirements.txt"
    write(ngshare, HEAD_OF_NGSHARE, newest([*NGSHARE], oldest))
    print("lock: wrote requirements.txt and those of examples/hub. Next step: make test")


def newest(names: list[str], oldest: str) -> list[str]:
    """The versions that work together, as lines "name==version"."""
    with tempfile.TemporaryDirectory() as folder:
        # --python-version wants --only-binary and --target, although a dry run writes nothing there.
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--dry-run", "--quiet",
                   "--ignore-installed", "--only-binary=:all:", f"--python-version={oldest}", f"--target={folder}",
                   f"--report={folder}/report.json", *names]  # fmt: skip
        subprocess.run(command, check=True)
        report = json.loads(Path(folder, "report.json").read_text(encoding="utf-8"))
    found = {package["metadata"]["name"]: package["metadata"]["version"] for package in report["install"]}
    return [f"{name}=={found[name].partition('+')[0]}" for name in sorted(found, key=str.lower)]


def write(file: Path, head: str, pins: list[str]) -> None:
    file.write_text(head + "".join(f"{pin}\n" for pin in pins), encoding="utf-8")


def read_project(folder: Path, table: str = "project") -> dict:
    """A table of a folder's pyproject.toml."""
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))[table]


def asked(project: dict) -> list[str]:
    """The names that a project depends on, those of its extras included, but for the hub's."""
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *(name for extra in extras if extra != HUB for name in extras[extra])]


if __name__ == "__main__":
    main()
