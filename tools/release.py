"""Make the student version of every assignment with nbgrader's own `generate_assignment`.

    python tools/release.py [COURSE]       the course folder; this repository when none is named

Reads COURSE/source/, writes COURSE/release/ and the assignments' cells into the gradebook.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder.course.folder import put_environment_on_path

ROOT = Path(__file__).resolve().parent.parent


def main(course: Path = ROOT) -> None:
    put_environment_on_path()
    for assignment in sorted(path.name for path in (course / "source").iterdir() if path.is_dir()):
        print(f"release: {assignment}", flush=True)
        generate(course, assignment)


def generate(course: Path, assignment: str) -> None:
    """Run nbgrader's command in the course folder; stop with its own words when it fails."""
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment, "--force", "--create"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{done.stderr}\nrelease: {assignment} was not made. Next step: read nbgrader's message above.")


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:]))
