"""Controls for a notebook that the keyboard works and screen readers name, made of the browser's own elements.

ipywidgets 8 has the same three, but in JupyterLab 4 an arrow key pressed in one of them goes to another cell; its
RadioButtons are no group, and the handle of its sliders has no name. Here each element that takes keys is marked
`data-lm-suppress-shortcuts`, which JupyterLab's shortcuts leave alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
from traitlets import Bool, Int, List, Unicode

FOLDER = Path(__file__).resolve().parent


class Control(anywidget.AnyWidget):
    """
    description: its name
    options:     what can be chosen, in order
    index:       the place of what is chosen; None for nothing
    """

    _css = FOLDER / "controls.css"
    description = Unicode().tag(sync=True)
    options = List(Unicode()).tag(sync=True)
    index = Int(0, allow_none=True).tag(sync=True)


class Menu(Control):
    """A list that unfolds. Its options are text."""

    _esm = FOLDER / "menu.js"


class Slider(Control):
    """A slider that says where it stands. Its options are text."""

    _esm = FOLDER / "slider.js"


class Choices(Control):
    """Radio buttons, none of them chosen at first. Its options are HTML without blocks; its name is spoken only.

    The browser tells each choice in a message, which keeps its place in the line: the kernel knows the choice before it
    hears of a button that was pressed after it. A changed trait may come later than that.
    """

    _esm = FOLDER / "choices.js"
    index = Int(None, allow_none=True).tag(sync=True)
    disabled = Bool(False).tag(sync=True)

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.on_msg(self._chosen)

    def _chosen(self, _: Control, message: dict[str, int], __: list[bytes]) -> None:
        self.index = message["index"]
