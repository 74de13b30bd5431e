"""`make lab`: put the released assignments into my-work/ and open JupyterLab there.

What is in my-work/ already is the learner's and is never overwritten.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from autograder.course import put_environment_on_path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "my-work"


def main(arguments: list[str]) -> None:
    put_environment_on_path()
    hand_out()
    os.chdir(WORK)
    os.execv(sys.executable, [sys.executable, "-m", "jupyter", "lab", *arguments])


def hand_out() -> None:
    for released in sorted((ROOT / "release").iterdir()):
        if not (WORK / released.name).exists():
            shutil.copytree(released, WORK / released.name)
            print(f"lab: my-work/{released.name} is new")


if __name__ == "__main__":
    main(sys.argv[1:])
