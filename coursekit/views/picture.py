"""A picture: a matplotlib figure that carries its alternative text wherever it is shown."""

from __future__ import annotations

import base64
import functools
import html
import io
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numpy as np
from IPython.display import HTML, display
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from coursekit.views.palette import GREY, INK, PAPER

DPI = 110
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "legend.frameon": False,
    "hatch.linewidth": 0.5,
    "hatch.color": GREY,
    "svg.fonttype": "path",  # looks the same without the font
    "svg.hashsalt": "coursekit",  # the same ids in every run
}

P = ParamSpec("P")
R = TypeVar("R")


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Draw in the style of the course, whatever style the reader has set in their notebook."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with style.context(["default", STYLE]):
            return draw(*args, **kwargs)

    return drawn


class Picture(Figure):
    """A matplotlib Figure with alternative text; `width` and `height` in inches.

    A notebook shows it as an HTML `<img alt=…>`. The metadata of an image/png output would not do: nbconvert 7 makes
    alternative text of them, but the image renderer of JupyterLab 4 passes on nothing but their width and height.
    """

    def __init__(self, width: float, height: float, alt: str):
        super().__init__(figsize=(width, height), dpi=DPI, facecolor=PAPER)
        self.alt = alt

    @styled
    def html(self) -> str:
        """The picture as an HTML image that needs no other file."""
        canvas = FigureCanvasAgg(self)
        canvas.draw()
        pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        buffer = io.BytesIO()
        # A third of the bytes; the other methods take eight times as long.
        pixels.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(buffer, format="png")
        data = base64.b64encode(buffer.getvalue()).decode("ascii")
        return (
            f'<img alt="{html.escape(self.alt)}" width="{self.get_figwidth() * 96:.0f}" '
            f'style="max-width: 100%; height: auto" src="data:image/png;base64,{data}">'
        )

    @styled
    def svg(self) -> str:
        """The picture as SVG. Its title is the alternative text, the same input gives the same characters."""
        buffer = io.StringIO()
        self.savefig(buffer, format="svg", metadata={"Title": self.alt, "Date": None, "Creator": None})
        return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"

    def _ipython_display_(self) -> None:
        display(HTML(self.html()))
