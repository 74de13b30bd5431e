"""Write requirements.txt anew: install the names of pyproject.toml into an empty environment and record the versions.

Run with the system's Python. torch is asked for without its CPU or CUDA suffix, so one pin serves both builds.
"""

from __future__ import annotations

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
# What must not move by itself: the versions that the course's texts and tests were measured with.
KEEP = ("torch==2.13.0", "nbgrader==0.9.6", "jupyterlab<5")


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [*project["dependencies"], *(n for extra in project["optional-dependencies"].values() for n in extra)]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "--disable-pip-version-check"]
        print("lock: installing the newest versions into an empty environment (minutes) …", flush=True)
        subprocess.run([*pip, "install", "--quiet", *names, *KEEP], check=True)
        frozen = subprocess.run(
            [*pip, "freeze", "--all", "--exclude", "pip"], check=True, capture_output=True, text=True
        )
    pins = "".join(f"{line.partition('+')[0]}\n" for line in frozen.stdout.splitlines())
    (ROOT / "requirements.txt").write_text(HEAD + pins, encoding="utf-8")
    print("lock: wrote requirements.txt. Next step: make test")


if __name__ == "__main__":
    main()
