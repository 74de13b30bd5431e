"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Option("--course", help="The course folder, with its nbgrader_config.py.")]
Names = Annotated[list[str] | None, typer.Argument(help="Assignments; all of them when none is named.")]
