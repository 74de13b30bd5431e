"""Submissions that could stop a class: each a name, what it spoils, and what must be said about it.

`stopper.spoil` changes a submission with right answers: its folder, its notebook or one answer. `STOPPERS` holds all.
"""

from __future__ import annotations

from tests.stoppers.code import CODE
from tests.stoppers.files import FILES
from tests.stoppers.notebooks import NOTEBOOKS
from tests.stoppers.pages import PAGES
from tests.stoppers.stopper import Stopper as Stopper

STOPPERS: list[Stopper] = [*FILES, *NOTEBOOKS, *CODE, *PAGES]
