"""A picture: a matplotlib figure that a page shows as its own drawing, in its own font and text colour."""

from __future__ import annotations

import functools
import html
import io
import itertools
import re
import textwrap
import warnings
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import matplotlib
from IPython.display import HTML, display
from matplotlib import style
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from coursekit.views.palette import GREY, INK

# In JupyterLab in a window of 1,000 pixels, with its folders open, a picture is about 555 pixels wide. There SMALL text
# is 11 pixels high.
WIDTH = 5.7  #: inches
SMALL = 8.5  #: points; no text is smaller
LINE = 76  #: letters of SMALL text in the whole width
WIDEST = 800  #: pixels; in a wide window a picture grows no further
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,  # names of files and layers may hold $
    "axes.facecolor": "none",
    "axes.labelcolor": INK,
    "axes.labelsize": SMALL,
    "axes.edgecolor": GREY,
    "axes.titlesize": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.frameon": False,
    "hatch.linewidth": 0.5,
    "hatch.color": GREY,
    "svg.fonttype": "none",  # text stays text
}
_numbers = itertools.count()

P = ParamSpec("P")
R = TypeVar("R")


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Draw in the style of the course, whatever style the reader has set in their notebook."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with style.context(["default", STYLE]):
            return draw(*args, **kwargs)

    return drawn


def wrapped(text: str, letters: int = LINE) -> str:
    return textwrap.fill(text, letters)


def shortened(word: str, most: int) -> str:
    """A word, or its end when it is longer than `most`."""
    return word if len(word) <= most else f"…{word[-most + 1 :]}"


class Picture(Figure):
    """A matplotlib Figure with alternative text; `height` in inches.

    A notebook shows it as an SVG drawing inside the page. An image would have the text colour of one theme only.
    """

    def __init__(self, height: float, alt: str, width: float = WIDTH):
        super().__init__(figsize=(width, height), facecolor="none")
        self.alt = alt

    @styled
    def html(self) -> str:
        """The picture as a drawing that needs no other file. Each has ids of its own: a page may hold many."""
        buffer = io.StringIO()
        with matplotlib.rc_context({"svg.hashsalt": f"picture {next(_numbers)}"}), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing from font")  # the page's own font has it
            FigureCanvasSVG(self).print_svg(buffer, metadata={"Date": None, "Creator": None})
        drawing = buffer.getvalue()
        inside = drawing[drawing.index(">", drawing.index("<svg")) + 1 :]
        inside = re.sub(r"<metadata>.*?</metadata>|<style .*?</style>|<!--.*?-->", "", inside, flags=re.DOTALL)
        inside = re.sub(r'<g id="[^"]*"', "<g", inside)
        inside = re.sub(r'\bid="image\w*"', "", inside)  # equal images of one picture would share it; none is linked to
        inside = re.sub(r"'DejaVu Sans'[^;\"]*", "var(--jp-content-font-family, sans-serif)", inside)
        inside = inside.replace(INK, "currentColor").replace(GREY, "color-mix(in srgb, currentColor 75%, transparent)")
        width, height = (72 * inches for inches in self.get_size_inches())
        return (
            f'<svg role="img" aria-label="{html.escape(self.alt)}" viewBox="0 0 {width:g} {height:g}" '
            'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'style="display: block; width: 100%; max-width: {WIDEST * width / (72 * WIDTH):.0f}px; height: auto; '
            f'stroke-linejoin: round; stroke-linecap: butt; white-space: pre">{inside}'
        )

    def _ipython_display_(self) -> None:
        display(HTML(self.html()))
