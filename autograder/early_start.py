"""Imported before anything else by the command line: what may begin while everything else is imported."""

import gc
import sys

from autograder import client

gc.disable()  # what is imported stays; looking for garbage in it takes a sixth of the time

if sys.argv[1:2] == ["grade"] and not any(argument.startswith("--scheduler") for argument in sys.argv):
    client.nursery()  # imports torch while this process imports nbgrader


def is_over() -> None:
    """All is imported."""
    gc.freeze()
    gc.enable()
