"""Controls for a notebook that work by keyboard and have names for screen readers, made of the browser's own elements.

ipywidgets 8 has the same three, but in JupyterLab 4 an arrow key pressed in one of them goes to another cell; its
RadioButtons do not form a group, and the handle of its sliders has no name. Here each element that takes keys is marked
`data-lm-suppress-shortcuts`, which JupyterLab's shortcuts leave alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Bool, Instance, Int, List, Unicode

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
    """A slider that shows its present option in words. Its options are text."""

    _esm = FOLDER / "slider.js"


class Choices(Control):
    """Radio buttons, none of them chosen at first. Its options are HTML without blocks; its name is spoken only.

    Do not read `index` when a button is pressed: the kernel may hear of the press first. An AnswerButton reports both.
    """

    _esm = FOLDER / "choices.js"
    index = Int(None, allow_none=True).tag(sync=True)
    disabled = Bool(False).tag(sync=True)


class AnswerButton(anywidget.AnyWidget):
    """A button whose message "I was pressed" also says what the browser shows as chosen.

    on_press:    called with the place of what is chosen in each group; None for nothing
    description: its name
    groups:      the Choices, in order
    """

    _esm = FOLDER / "answer_button.js"
    description = Unicode().tag(sync=True)
    tooltip = Unicode().tag(sync=True)
    disabled = Bool(False).tag(sync=True)
    groups = List(Instance(Choices)).tag(
        sync=True, to_json=lambda groups, _: [f"anywidget:{group.model_id}" for group in groups]
    )

    def __init__(self, on_press: Callable[[list[int | None]], None], **traits: Any):
        super().__init__(**traits)
        self.on_press = on_press
        self.on_msg(lambda _, message, buffers: on_press(message["chosen"]))

    def click(self) -> None:
        """Press it from Python."""
        self.on_press([group.index for group in self.groups])
