"""`make lab` and `make teach`: put the released assignments into my-work/ and open JupyterLab.

    python -m tools.lab [--teach] [options of jupyter lab]

A learner's JupyterLab starts with the first lesson and has nbgrader's Validate and Assignment List, which hands in what
is in my-work/; formgrader and the tools that make assignments are switched off (tools/student_profile/). --teach has
all of nbgrader's tools.
What is in my-work/ already is the learner's and is never overwritten.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from autograder.course.folder import put_environment_on_path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "my-work"
PROFILE = ROOT / "tools" / "student_profile"
FIRST_LESSON = "/lab/tree/notebooks/00-start-here.ipynb"


def main(arguments: list[str]) -> None:
    put_environment_on_path()
    hand_out()
    teach = "--teach" in arguments
    options = [argument for argument in arguments if argument != "--teach"]
    if not teach:
        others = os.environ.get("JUPYTER_CONFIG_PATH", "")
        os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(PROFILE), others]))
        options.insert(0, f"--LabApp.default_url={FIRST_LESSON}")
    if os.geteuid() == 0:
        options.insert(0, "--allow-root")
        print("lab: you are root, so code in a notebook may change anything on this machine. Better: another account.")
    os.chdir(ROOT)
    sys.stdout.flush()  # what is printed is lost otherwise, when this process becomes JupyterLab's
    os.execv(sys.executable, [sys.executable, "-m", "jupyter", "lab", f"--ServerApp.root_dir={ROOT}", *options])


def hand_out() -> None:
    for released in sorted((ROOT / "release").iterdir()):
        if not (WORK / released.name).exists():
            shutil.copytree(released, WORK / released.name)
            print(f"lab: my-work/{released.name} is new")


if __name__ == "__main__":
    main(sys.argv[1:])
