"""Imported before anything else by the command line: what may begin while everything else is imported."""

import gc
import sys
from pathlib import Path

from autograder.grading.shared_pool import shared_pool

gc.disable()  # what is imported stays; looking for garbage in it takes a sixth of the time


def will_grade(arguments: list[str]) -> bool:
    """Do these arguments ask for grading on this machine that was never done? Done before, it often has nothing to do.

    That is decided when everything is imported. Importing torch beside it would make a command without work twice as
    long, and one with work a second shorter.
    """
    if arguments[:1] != ["grade"] or any(argument.startswith("--scheduler") for argument in arguments):
        return False
    course = _value_of("--course", arguments)
    records = Path(course or ".") / ".autograder"
    names = [argument for argument in arguments[1:] if not argument.startswith("-") and argument != course]
    graded = records.is_dir() and all((records / name).is_dir() for name in names)
    return not graded or "--force" in arguments


def _value_of(option: str, arguments: list[str]) -> str:
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument == option:
            return following
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return ""


def is_over() -> None:
    """All is imported."""
    gc.freeze()
    gc.enable()


if will_grade(sys.argv[1:]):
    shared_pool().start()  # imports torch while this process imports nbgrader
