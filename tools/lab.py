"""`make lab` and `make teach`: open JupyterLab for a learner, or for an instructor.

    python -m tools.lab [--folder FOLDER] [options of jupyter lab]
    python -m tools.lab --teach [--course FOLDER] [options of jupyter lab]

A learner works in a folder of their own, my-course/ when none is named: coursekit/command/hand_out.py puts lessons and
assignments there. JupyterLab shows that folder and starts with the first lesson, as `restoring-models start` does. Here
it has nbgrader's Validate and Assignment List, too, which hands in what is in the folder's my-work/; formgrader and the
tools that make assignments are switched off (tools/student_profile/).

--teach starts with formgrader and has all of nbgrader's tools. It shows the class that `make grade` graded, if there is
one, or the course in FOLDER.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from autograder.course.folder import put_environment_on_path
from coursekit.command.hand_out import hand_out
from coursekit.command.lab import FIRST_LESSON, PROFILE, become_jupyterlab, use_profiles

ROOT = Path(__file__).resolve().parent.parent
LEARNER = ROOT / "my-course"
BEFORE = ROOT / "my-work"  # where answers were before learners had a folder of their own
CLASS = ROOT / "build" / "class"
STUDENT_PROFILE = ROOT / "tools" / "student_profile"
WORKSPACE = ROOT / "tools" / "formgrader.jupyterlab-workspace"
JUPYTERLAB = [sys.executable, "-m", "jupyter", "lab"]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.lab", allow_abbrev=False)
    parser.add_argument("--folder", type=Path, default=LEARNER, help="the learner's own folder")
    parser.add_argument("--teach", action="store_true", help="open formgrader")
    parser.add_argument("--course", type=Path, help="with --teach: the course folder that formgrader shows")
    chosen, options = parser.parse_known_args(arguments)

    put_environment_on_path()
    if chosen.teach:
        course = course_to_show(chosen.course)
        use_profiles(PROFILE)
        import_workspace()
        os.chdir(course)  # nbgrader takes this folder for its course's
        become_jupyterlab(ROOT, "/lab/workspaces/formgrader", options)
    else:
        folder = learners_folder(chosen.folder.expanduser().resolve())
        use_profiles(STUDENT_PROFILE, PROFILE)
        os.environ["LEARNERS_FOLDER"] = str(folder)  # tools/student_profile/nbgrader_config.py reads it
        os.chdir(folder)
        become_jupyterlab(folder, FIRST_LESSON, options)


def learners_folder(folder: Path) -> Path:
    """The folder, with all lessons and assignments in it. Ends the program when nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder == LEARNER and BEFORE.is_dir() and not (folder / "my-work").exists():
            BEFORE.rename(folder / "my-work")
            print(f"lab: your answers have moved from {BEFORE} to {folder / 'my-work'}")
        for said in hand_out(folder):
            print(f"lab: {said}")
    except OSError as error:
        sys.exit(f"lab: {error}. Next step: make lab FOLDER=…, with a folder that you may write to.")
    print(f"lab: lessons and assignments are in {folder}")
    return folder


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


def import_workspace() -> None:
    """Give JupyterLab the workspace in which formgrader is open.

    "/lab?formgrader=true" opens it, too. But Jupyter prints the address with "?token=…" added, which then is wrong.
    """
    done = subprocess.run([*JUPYTERLAB, "workspaces", "import", str(WORKSPACE)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stderr}\nteach: JupyterLab took no workspace. Next step: read its message above.")


if __name__ == "__main__":
    main(sys.argv[1:])
