"""`make lab` and `make teach`: put the released assignments into my-work/ and open JupyterLab.

    python -m tools.lab [options of jupyter lab]
    python -m tools.lab --teach [--course FOLDER] [options of jupyter lab]

A learner's JupyterLab starts with the first lesson and has nbgrader's Validate and Assignment List, which hands in what
is in my-work/; formgrader and the tools that make assignments are switched off (tools/student_profile/). What is in
my-work/ already is the learner's and is never overwritten.

--teach starts with formgrader and has all of nbgrader's tools. It shows the class that `make grade` graded, if there is
one, or the course in FOLDER.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from autograder.course.folder import put_environment_on_path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "my-work"
CLASS = ROOT / "build" / "class"
PROFILE = ROOT / "tools" / "lab_profile"
STUDENT_PROFILE = ROOT / "tools" / "student_profile"
FIRST_LESSON = "/lab/tree/notebooks/00-start-here.ipynb"
WORKSPACE = PROFILE / "formgrader.jupyterlab-workspace"
JUPYTERLAB = [sys.executable, "-m", "jupyter", "lab"]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.lab", allow_abbrev=False)
    parser.add_argument("--teach", action="store_true", help="open formgrader")
    parser.add_argument("--course", type=Path, help="with --teach: the course folder that formgrader shows")
    chosen, options = parser.parse_known_args(arguments)

    put_environment_on_path()
    hand_out()
    if chosen.teach:
        course = course_to_show(chosen.course)
        use_profiles(PROFILE)
        import_workspace()
        open_jupyterlab(course, "/lab/workspaces/formgrader", options)
    else:
        use_profiles(STUDENT_PROFILE, PROFILE)
        open_jupyterlab(ROOT, FIRST_LESSON, options)


def hand_out() -> None:
    for released in sorted((ROOT / "release").iterdir()):
        if not (WORK / released.name).exists():
            shutil.copytree(released, WORK / released.name)
            print(f"lab: my-work/{released.name} is new")


def course_to_show(named: Path | None) -> Path:
    """The course folder for formgrader, after a sentence that says which it is and how to see the other one.

    named: what --course says. Ends the program when that is no course folder below this one.
    """
    course = (named or (CLASS if is_course(CLASS) else ROOT)).resolve()
    if not is_course(course) or not course.is_relative_to(ROOT):
        sys.exit(f"teach: {course} is no course folder in {ROOT}. Next step: name one that has an nbgrader_config.py.")
    if course != ROOT:
        name = course.relative_to(ROOT)
        print(f"teach: formgrader shows the class in {name}. For this course's own gradebook: make teach COURSE=.")
    elif is_course(CLASS):
        print(
            "teach: formgrader shows this course's own gradebook. For the example class: make teach COURSE=build/class"
        )
    else:
        print("teach: formgrader shows this course's own gradebook. For an example class: make grade, then make teach")
    return course


def is_course(folder: Path) -> bool:
    return (folder / "nbgrader_config.py").is_file()


def use_profiles(*profiles: Path) -> None:
    """Let Jupyter read these folders of settings before all others."""
    others = os.environ.get("JUPYTER_CONFIG_PATH", "")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [*map(str, profiles), others]))


def import_workspace() -> None:
    """Give JupyterLab the workspace in which formgrader is open.

    "/lab?formgrader=true" opens it, too. But Jupyter prints the address with "?token=…" added, which then is wrong.
    """
    done = subprocess.run([*JUPYTERLAB, "workspaces", "import", str(WORKSPACE)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stderr}\nteach: JupyterLab took no workspace. Next step: read its message above.")


def open_jupyterlab(course: Path, page: str, options: list[str]) -> None:
    """Become JupyterLab: it serves the repository, and nbgrader in it works in the course folder."""
    if os.geteuid() == 0:
        options = ["--allow-root", *options]
        print("lab: you are root, so code in a notebook may change anything on this machine. Better: another account.")
    os.chdir(course)
    sys.stdout.flush()  # what is printed is lost otherwise, when this process becomes JupyterLab's
    where = [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url={page}"]
    os.execv(sys.executable, [*JUPYTERLAB, *where, *options])


if __name__ == "__main__":
    main(sys.argv[1:])
