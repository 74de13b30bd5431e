"""A widget that shows one picture out of several, and a still picture where no widget can run."""

from __future__ import annotations

import ipywidgets
from IPython.display import HTML, display

from coursekit.controls import Menu, Slider
from coursekit.views.picture import Picture


class View(ipywidgets.VBox):
    """Pictures with a control to choose among them.

    still:       what a reader sees without a kernel, in an export and before the widget is ready
    frames:      pairs (label, picture); the label is what the control offers
    description: the visible and spoken name of the control
    slider:      a slider as well, for frames with an order

    The browser itself links control and picture (`jslink`), so the choice also works in an exported page, without
    Python.
    """

    def __init__(self, still: Picture, frames: list[tuple[str, Picture]], description: str, slider: bool = False):
        labels = [label for label, _ in frames]
        self.still = still
        self.frames = frames
        self.pictures = ipywidgets.Stack([ipywidgets.HTML(picture.html()) for _, picture in frames], selected_index=0)
        self.controls = [Menu(options=labels, description=description)]
        if slider:
            numbers = [label.split(":")[0] for label in labels]
            self.controls.append(Slider(options=numbers, description=f"{description}, by slider"))
        targets = [(self.pictures, "selected_index"), *((control, "index") for control in self.controls[1:])]
        self.links = [ipywidgets.jslink((self.controls[0], "index"), target) for target in targets]
        hide = ipywidgets.HTML()
        super().__init__([ipywidgets.HBox(self.controls, layout={"flex_flow": "row wrap"}), self.pictures, hide])
        # The still picture gives way as soon as a browser really draws the widget, and only then.
        hide.value = f"<style>.still-{self.model_id} {{ display: none }}</style>"

    def _ipython_display_(self) -> None:
        display(HTML(f'<div class="still-{self.model_id}">{self.still.html()}</div>'))
        display(self._repr_mimebundle_(), raw=True)
