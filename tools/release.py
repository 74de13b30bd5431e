"""Make the student version of every assignment with nbgrader's own `generate_assignment`.

    python tools/release.py [COURSE]       the course folder; this repository when none is named

Reads COURSE/source/, writes COURSE/release/ and the assignments' cells into the gradebook. In this repository it also
lists the checks that learners see, in coursekit/checks.txt: by them coursekit.progress knows what is still open.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat

from autograder.course.folder import put_environment_on_path

ROOT = Path(__file__).resolve().parent.parent
CHECKS = ROOT / "coursekit" / "checks.txt"


def main(course: Path = ROOT) -> None:
    put_environment_on_path()
    for assignment in sorted(path.name for path in (course / "source").iterdir() if path.is_dir()):
        print(f"release: {assignment}", flush=True)
        generate(course, assignment)
    if course == ROOT:
        CHECKS.write_text("".join(f"{label}\n" for label in check_labels(ROOT / "release")), encoding="utf-8")


def generate(course: Path, assignment: str) -> None:
    """Run nbgrader's command in the course folder; stop with its own words when it fails."""
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment, "--force", "--create"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{done.stderr}\nrelease: {assignment} was not made. Next step: read nbgrader's message above.")


def check_labels(release: Path) -> list[str]:
    """What learners read beside the ticks of all assignments, in their order."""
    notebooks = [nbformat.read(path, as_version=4) for path in sorted(release.glob("*/*.ipynb"))]
    code = [cell.source for notebook in notebooks for cell in notebook.cells if cell.cell_type == "code"]
    return [label for source in code for label in re.findall(r'^@own_names\.test\("([^"]+)"\)', source, re.M)]


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:]))
