"""A widget that shows one picture out of several, and a still picture where no widget can run."""

from __future__ import annotations

from html import escape

import ipywidgets
from IPython.display import HTML, display

from coursekit.controls import Menu, Slider
from coursekit.views.picture import Picture

WHOLE = {"width": "100%"}


class View(ipywidgets.VBox):
    """Pictures with a control to choose among them.

    still:       what a reader sees without a kernel, in an export and before the widget is ready
    frames:      pairs (label, picture); the label is what the control offers
    description: the visible and spoken name of the control
    slider:      a slider in place of the list, for frames with an order

    The browser itself links control and picture (`jslink`), so the choice also works in an exported page, without
    Python. A page that draws no widgets shows the still picture, and the others unfold below it.
    """

    def __init__(self, still: Picture, frames: list[tuple[str, Picture]], description: str, slider: bool = False):
        labels = [label for label, _ in frames]
        self.still = still
        self.frames = frames
        drawn = [ipywidgets.HTML(picture.html(), layout=WHOLE) for _, picture in frames]
        self.pictures = ipywidgets.Stack(drawn, selected_index=0, layout=WHOLE)
        self.control = (Slider if slider else Menu)(options=labels, description=description)
        self.link = ipywidgets.jslink((self.control, "index"), (self.pictures, "selected_index"))
        hide = ipywidgets.HTML()
        super().__init__([self.control, self.pictures, hide])
        # The still picture gives way as soon as a browser really draws the widget, and only then.
        hide.value = f"<style>.still-{self.model_id} {{ display: none }}</style>"

    def _ipython_display_(self) -> None:
        display(HTML(f'<div class="still-{self.model_id}">{self.still.html()}</div>'))
        display({**self._repr_mimebundle_(), "text/html": self.unfolding()}, raw=True)

    def unfolding(self) -> str:
        """Every picture but the still one, folded under its label."""
        drawn = zip(self.frames, self.pictures.children, strict=True)
        others = [(label, box.value) for (label, picture), box in drawn if picture.alt != self.still.alt]
        unfold = (f"<details><summary>{escape(label)}</summary>{html}</details>" for label, html in others)
        return f"<p>{escape(self.control.description)}:</p>{''.join(unfold)}" if others else ""
