"""`restoring-models`: the course in a folder of your own, on Linux, macOS and Windows.

    restoring-models start    put lessons and assignments into the folder, and open JupyterLab there
    restoring-models update   put new lessons and assignments there, and stop
    restoring-models check 1  run the checks of assignment 1, and say what passes
    restoring-models zip 1    make a zip of assignment 1, to hand in

An update never touches work: what you have edited stays, and the newer one is put beside it. What follows `start`
and is not known here goes to `jupyter lab`.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from importlib import metadata
from pathlib import Path
from typing import NoReturn

from coursekit.command.hand_out import GIVEN, MEMORY, hand_out

NAME, DISTRIBUTION = "restoring-models", "restoring-pytorch-models"
WORK, TO_HAND_IN = "my-work", "to-hand-in"  #: in the learner's folder


class Problem(Exception):
    """What a learner can put right; the message ends with the next step."""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{NAME}: {message}. Next step: {NAME} --help\n")


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command, and end the program: with 0 when all is well, 1 when not, 2 when it was called wrongly."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file on Windows may know no ✓
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(run(arguments))
    except Problem as problem:
        sys.exit(f"{NAME}: {problem}")
    except OSError as error:
        sys.exit(f"{NAME}: {error}. Next step: {NAME} … --folder FOLDER, with a folder that you may write to.")
    except KeyboardInterrupt:
        sys.exit(f"{NAME}: stopped.")


def run(arguments: list[str] | None) -> int:
    parser = Parser(prog=NAME, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="version", version=f"{DISTRIBUTION} {metadata.version(DISTRIBUTION)}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="start | update | check | zip")
    for name in ("start", "update", "check", "zip"):
        command = commands.add_parser(name, allow_abbrev=False)
        command.add_argument("--folder", type=Path, help=f"your folder: the one you are in, or else {NAME} at home")
        if name in ("check", "zip"):
            command.add_argument("assignment", help="its number, or the name of its folder")
    chosen, options = parser.parse_known_args(arguments)
    if options and (chosen.command != "start" or not options[0].startswith("-")):
        parser.error(f"{chosen.command} does not know {options[0]}")

    folder = learners_folder(chosen.folder)
    if chosen.command == "check":
        return check(find_assignment(folder, chosen.assignment))
    if chosen.command == "zip":
        return make_zip(folder, find_assignment(folder, chosen.assignment))
    update(folder)
    if chosen.command == "start":
        start(folder, options)
    return 0


def learners_folder(named: Path | None) -> Path:
    """The folder that was named, or the one that the learner is in, or the usual one."""
    try:
        if named:
            return named.expanduser().resolve()
        here = Path.cwd()
        mine = next((folder for folder in (here, *here.parents) if (folder / MEMORY).is_file()), None)
        return mine or Path.home() / NAME
    except RuntimeError:  # of expanduser() and home()
        whose = f"there is no home folder for {named}" if named else "this account has no home folder"
        raise Problem(f"{whose}. Next step: {NAME} … --folder FOLDER, with its whole path") from None


def update(folder: Path) -> None:
    if not all(place.exists() for place in GIVEN.values()):
        raise Problem("coursekit is here without its lessons. Next step: install the wheel that `make bundle` builds")
    folder.mkdir(parents=True, exist_ok=True)
    for said in hand_out(folder):
        print(said)
    print(f"Lessons and assignments are in {folder}")


def start(folder: Path, options: list[str]) -> None:
    from coursekit.command import lab  # only here: the others need no JupyterLab

    lab.use_profiles(lab.PROFILE)
    os.chdir(folder)
    print("JupyterLab opens in your browser. To end it, press Ctrl+C here, twice.")
    lab.become_jupyterlab(folder, lab.FIRST_LESSON, options)


def find_assignment(folder: Path, said: str) -> Path:
    """The folder of an assignment, by its number or its name, which may be written as a path."""
    if not (folder / WORK).is_dir():
        raise Problem(f"there is no {WORK} in {folder}. Next step: {NAME} start, or --folder FOLDER if it is elsewhere")
    names = sorted(path.name for path in (folder / WORK).iterdir() if path.is_dir() and not path.name.startswith("."))
    wanted = Path(said).name
    given = [path.name for path in GIVEN[WORK].iterdir()]
    found = [name for name in names if name == wanted or (name in given and name[:2] == wanted.zfill(2))]
    if not found:
        raise Problem(f"there is no assignment {said}. Next step: name one of {', '.join(names)}")
    return folder / WORK / found[0]


def check(assignment: Path) -> int:
    from coursekit.command.checks import run_checks  # only here: it imports what runs notebooks

    passed, before = [], ""
    for notebook in notebooks_of(assignment):
        print(f"Running {WORK}/{assignment.name}/{notebook.name}, as you saved it …", flush=True)
        for passes, said in run_checks(notebook):
            if said != before:  # every check of an exercise says that it is not answered
                print(said)
            before = said
            passed.append(passes)
    print(f"{sum(passed)} of {len(passed)} pass. When it is graded, more is checked.")
    return 0 if all(passed) else 1


def make_zip(folder: Path, assignment: Path) -> int:
    from coursekit.handing_in import pack, what_is_wrong

    if problem := what_is_wrong(notebooks_of(assignment), folder / WORK):
        raise Problem(problem)
    file = folder / TO_HAND_IN / f"{given_name(assignment)}.zip"
    names = pack(assignment, file)
    print(f"{file} holds {', '.join(names)}. Hand it in where your teacher says.")
    return 0


def notebooks_of(assignment: Path) -> list[Path]:
    """The notebooks that are graded, as the course names them. Raises Problem when one is missing or no notebook."""
    import nbformat

    original = GIVEN[WORK] / given_name(assignment)
    found = [assignment / path.name for path in (original if original.is_dir() else assignment).glob("*.ipynb")]
    for path in found:
        name = f"{WORK}/{assignment.name}/{path.name}"
        if not path.is_file():
            raise Problem(f"{name} is not there. Next step: give your notebook this name again")
        try:
            nbformat.read(path, as_version=4)
        except Exception:  # whatever a damaged file makes nbformat say
            raise Problem(f"{name} cannot be read. Next step: open it in JupyterLab, and save it again") from None
    if not found:
        raise Problem(f"{assignment} has no notebook. Next step: put yours there")
    return found


def given_name(assignment: Path) -> str:
    """What the course calls an assignment; an update may have put a newer one beside it."""
    return assignment.name.partition("-new")[0]
