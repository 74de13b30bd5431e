"""Make a hub for one course in one folder, or bring it up to date: programs, accounts, folders, settings.

    python3 examples/hub/set_up.py /srv/course-hub --address https://hub.example.org --teacher mia --students ana ben

Run by root, with the system's Python and nothing but its standard library. Run it again after a change of the course's
clone, or with more students: what people wrote stays. docs/operator-guide.md explains each folder.
"""

from __future__ import annotations

import argparse
import grp
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
COURSE_ID = "restoring-pytorch-models"
WANTED = (".", "./autograder[cluster,postgresql,report]", "jupyterhub")
PINS = (ROOT / "requirements.txt", HERE / "requirements.txt")
LONGEST_HOME = 50  #: bytes of a path; a socket's path has at most 107, and kernels put theirs into .run/ there
PROXY = ("package.json", "package-lock.json")


@dataclass(frozen=True)
class Hub:
    """One course's hub.

    folder:   all of it but the homes
    programs: Python's packages and the proxy
    homes:    where accounts that are made here have their homes
    address:  what people type; every person's pages are at NAME.address
    port:     where the proxy listens, on this machine only
    group:    of everybody in the course
    watched:  whether each submission is graded the moment it is handed in
    """

    folder: Path
    programs: Path
    homes: Path
    address: str
    port: int
    group: str
    teacher: str
    students: tuple[str, ...]
    watched: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--address", required=True, help="https://hub.example.org; *.hub.example.org leads here, too")
    parser.add_argument("--port", type=int, default=8000, help="of this machine, for the web server in front")
    parser.add_argument("--group", default="course", help="the group of everybody in the course")
    parser.add_argument("--teacher", required=True, help="the account of the instructor")
    parser.add_argument("--students", nargs="*", default=[], help="accounts to make, or to add to the course")
    parser.add_argument("--homes", type=Path, default=Path("/home"))
    parser.add_argument("--watch", action="store_true", help="grade each submission the moment it is handed in")
    said = parser.parse_args()
    folder = said.folder.resolve()
    programs = folder / "programs"
    if os.geteuid() != 0:
        stop("only root can make accounts.", "run it with sudo.")
    if can_be_read_by_all(ROOT):
        stop(f"every account can read the solutions in {ROOT}.", f"chmod 700 {ROOT}")
    students = tuple(said.students)
    hub = Hub(folder, programs, said.homes, said.address, said.port, said.group, said.teacher, students, said.watch)
    make_programs(hub.programs)
    make_hub(hub)
    print(f"hub: ready in {folder}. Give new accounts a password with passwd. Next step: docs/operator-guide.md")


# --- programs -----------------------------------------------------------------------------------------------------


def make_programs(folder: Path) -> None:
    """Install Python's packages and the proxy, in the pinned versions; the course's own packages are always renewed."""
    folder.mkdir(parents=True, exist_ok=True)
    python = folder / "env" / "bin" / "python"
    stamp, wanted = folder / "made-from", fingerprint()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        print("hub: installing Python's packages and the proxy (a few minutes and 1.8 GB) …", flush=True)
        stamp.unlink(missing_ok=True)
        run(python_for_all(), "-m", "venv", "--clear", str(folder / "env"))
        install(python)
        install_proxy(folder / "proxy")
        stamp.write_text(wanted, encoding="utf-8")
    else:
        install(python, "--no-deps", "--force-reinstall", "--no-build-isolation")


def python_for_all() -> str:
    """A Python that every account can run: root's own may lie in root's home."""
    for prefix in (Path(sys.base_prefix), Path("/usr")):
        python = prefix / "bin" / "python3"
        if python.exists() and can_be_read_by_all(prefix):
            return str(python)
    stop(f"only root can run the Python in {sys.base_prefix}.", "apt-get install python3 python3-venv")


def install(python: Path, *options: str) -> None:
    """Install the course, the grader and the hub from a copy: pip leaves files where it builds."""
    constraints = [argument for file in PINS for argument in ("-c", str(file))]
    wanted = WANTED if not options else WANTED[:2]
    with tempfile.TemporaryDirectory() as copy:
        for name in ("coursekit", "autograder", "pyproject.toml", "README.md", "LICENSE"):
            here, there = ROOT / name, Path(copy, name)
            unwanted = shutil.ignore_patterns("__pycache__", "build", "*.egg-info")
            shutil.copytree(here, there, ignore=unwanted) if here.is_dir() else shutil.copy(here, there)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run(*command, *options, *constraints, *wanted, where=Path(copy))


def install_proxy(folder: Path) -> None:
    if shutil.which("npm") is None:
        stop("the proxy needs Node.js 20 or newer, and npm.", "apt-get install nodejs npm")
    folder.mkdir(exist_ok=True)
    for name in PROXY:
        shutil.copy(HERE / name, folder)
    run("npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error", where=folder)


def fingerprint() -> str:
    """What the programs are made from."""
    digest = hashlib.sha256(f"{python_for_all()}\n{WANTED}".encode())
    for file in (*PINS, *(HERE / name for name in PROXY)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


# --- people and folders -------------------------------------------------------------------------------------------


def make_hub(hub: Hub) -> None:
    """Accounts, folders and settings. What is there already stays, but for settings and lessons, which are renewed."""
    make_accounts(hub)
    root, teacher = ("root", "root"), (hub.teacher, pwd.getpwnam(hub.teacher).pw_gid)
    members, course = hub.folder / "members", hub.folder / "course"
    exchange = members / "exchange" / COURSE_ID
    make_folder(hub.folder, 0o755, *root)
    make_folder(hub.folder / "state", 0o700, *root)
    make_folder(hub.folder / "sockets", 0o755, *root)
    make_folder(members, 0o750, "root", hub.group)
    make_folder(exchange.parent, 0o1777, *root)  # as nbgrader wants it; who is no member does not come so far
    make_folder(exchange, 0o755, *teacher)  # made here: otherwise a student could be the first to make it
    make_folder(exchange / "inbound", 0o3733, *teacher)  # students put in, and neither list nor take out
    make_folder(course, 0o700, *teacher)
    write_settings(hub)
    write_lessons(members / "lessons")
    write_course(course, hub)


def make_accounts(hub: Hub) -> None:
    """Groups and accounts that are missing; a new account has no password, and a home for itself alone."""
    if hub.group not in {group.gr_name for group in grp.getgrall()}:
        run("groupadd", hub.group)
    there = {account.pw_name for account in pwd.getpwall()}
    for name in (hub.teacher, *hub.students):
        if name not in there:
            run("useradd", "--create-home", "--base-dir", str(hub.homes), "--key", "HOME_MODE=0700",
                "--user-group", "--shell", "/bin/bash", name)  # fmt: skip
        run("usermod", "--append", "--groups", hub.group, name)
        home = Path(pwd.getpwnam(name).pw_dir)
        if home.stat().st_mode & 0o077:
            stop(f"other accounts can look into {home}.", f"chmod 700 {home}")
        if len(os.fsencode(home)) > LONGEST_HOME:
            stop(f"the path {home} is too long for the sockets of kernels.", "give it a home with a shorter path.")


def make_folder(folder: Path, mode: int, owner: str, group: str | int) -> None:
    """Make a folder that is missing. One that is there must be its owner's: root follows nobody's link."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not os.path.lexists(folder):
        folder.mkdir(mode=0o700)
        shutil.chown(folder, owner, group)
        folder.chmod(mode)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != pwd.getpwnam(owner).pw_uid:
        stop(f"{folder} is no folder of {owner}.", "look who made it, and move it away.")
    if stat.S_IMODE(found.st_mode) != mode:
        stop(f"{folder} has other permissions than {mode:o}.", f"chmod {mode:o} {folder}")


def write_settings(hub: Hub) -> None:
    """Copy the settings; JupyterHub and every JupyterLab read them there."""
    settings = hub.folder / "settings"
    shutil.rmtree(settings, ignore_errors=True)
    shutil.copytree(HERE / "settings", settings, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("jupyterhub_config.py", "start.py"):
        shutil.copy(HERE / name, settings)
    # What a learner does not need is switched off as in `make lab`.
    profiles = {"student": ROOT / "tools" / "student_profile", "everyone": ROOT / "coursekit/command/lab_profile"}
    for kind, profile in profiles.items():
        for path in profile.rglob("*.json"):
            copy = settings / kind / path.relative_to(profile)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    said = {
        "folder": hub.folder,
        "programs": hub.programs,
        "address": hub.address,
        "group": hub.group,
        "teacher": hub.teacher,
    }
    lines = [f'{name} = "{value}"\n' for name, value in said.items()]
    lines += [f"port = {hub.port}\n", f"watched = {str(hub.watched).lower()}\n"]
    (settings / "hub.toml").write_text("".join(lines), encoding="utf-8")


def write_lessons(folder: Path) -> None:
    """The lessons and the cheat sheet, as each student's JupyterLab hands them out when it starts."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*", "__pycache__"))
    (folder / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "cheat-sheet.html", folder / "docs")


def write_course(course: Path, hub: Hub) -> None:
    """The teacher's course folder, once: from then on it is the teacher's."""
    if (course / "source").exists():
        return
    shutil.copytree(ROOT / "source", course / "source", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(ROOT / "nbgrader_config.py", course)
    (course / "exchange").symlink_to(hub.folder / "members" / "exchange")
    owner = pwd.getpwnam(hub.teacher)
    for path in course.rglob("*"):
        os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def can_be_read_by_all(folder: Path) -> bool:
    """Whether any account could come into this folder."""
    return all(stat.S_IMODE(one.stat().st_mode) & 0o001 for one in (folder, *folder.parents))


def run(*command: str, where: Path = ROOT) -> None:
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(command, cwd=where, env=clean)
    if done.returncode:
        stop(f"this command failed: {' '.join(command)}", "read its message above.")


def stop(what: str, next_step: str) -> NoReturn:
    sys.exit(f"hub: {what}\n     Next step: {next_step}")


if __name__ == "__main__":
    main()
