"""Become a person's JupyterLab, as their account; a student gets the newest lessons first.

python start.py student|teacher [options of jupyterhub-singleuser]
"""

import os
import sys
from pathlib import Path

HUB = Path(os.environ["COURSE_HUB"])
LESSONS = HUB / "members" / "lessons"  # assignments come by nbgrader's Fetch


def main(kind: str, options: list[str]) -> None:
    os.umask(0o022)  # feedback that a teacher releases is read by others; folders say who reads what
    # Kernels listen on files there; the path of such a file has at most 107 characters.
    os.environ["JUPYTER_RUNTIME_DIR"] = str(Path.home() / ".run")
    if kind == "student":
        hand_out_lessons(Path.home() / "course")
    else:
        os.chdir(HUB / "course")  # nbgrader reads the course's settings where it is started
    os.execv(sys.executable, [sys.executable, "-m", "jupyterhub.singleuser", *options])


def hand_out_lessons(folder: Path) -> None:
    """As `make lab` does: nothing that the student edited is overwritten."""
    try:
        from coursekit.command.hand_out import SHEET, hand_out

        (folder / "my-work").mkdir(parents=True, exist_ok=True)
        for said in hand_out(folder, {name: LESSONS / name for name in ("notebooks", SHEET)}):
            print(f"lessons: {said}", flush=True)
    except Exception as error:  # a full disk or a damaged folder: JupyterLab is how its owner can mend it
        print(f"lessons: not handed out ({error})", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
