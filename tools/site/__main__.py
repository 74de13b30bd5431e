"""Build the site without the network. A lesson runs again when its code, coursekit or a pinned version has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "site"
PAGES = BUILD / "html"


def main() -> None:
    print("site: running the lessons that have changed, and writing the pages …", flush=True)
    if not build(PAGES):
        sys.exit("site: Sphinx found the faults above. Next step: mend them, then make site")
    print(f"site: written. Open {PAGES.relative_to(ROOT) / 'index.html'}")


def build(pages: Path) -> bool:
    """Write the site into a folder, in place of what is there. Returns whether Sphinx found no fault."""
    home = BUILD / "home"  # a reader's who has done nothing yet: no progress of whoever builds the site is on it
    home.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(pages, ignore_errors=True)  # no page of a file that is gone
    forget_other_runs(cache())
    command = [sys.executable, "-m", "sphinx", "--builder=html", "--fail-on-warning", "--keep-going", "--quiet",
               "--fresh-env", "-c", "docs/site", "-d", str(BUILD / "doctrees"), ".", str(pages)]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment |= {"HOME": str(home), "IPYTHONDIR": str(home / "ipython")}
    return subprocess.run(command, cwd=ROOT, env=environment).returncode == 0


def cache() -> Path:
    """The folder of what lessons showed when they ran with this coursekit and these packages."""
    digest = hashlib.sha256()
    for path in (ROOT / "requirements.txt", *files(ROOT / "coursekit")):
        digest.update(path.read_bytes())
    return BUILD / "runs" / digest.hexdigest()[:16]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def forget_other_runs(kept: Path) -> None:
    for folder in kept.parent.glob("*"):
        if folder != kept:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
