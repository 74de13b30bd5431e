"""The colours of every picture, each with a second sign: a marker, a hatch or a word.

Pictures have no ground of their own, and their text has the colour of the page. So fills are see-through: mixed with a
white page or a dark one they leave the text readable.

Source of the colours: Okabe and Ito, "Color Universal Design", 2008.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.colors import ListedColormap, to_rgba

INK = "#1a1a1a"  #: stands for the page's own text colour, for text and outlines; `Picture` puts that in its place
GREY = "#5f5f5f"  #: stands for a paler one, for what matters less
BLUE = "#0072B2"
VERMILLION = "#D55E00"
YELLOW = "#F0E442"
SKY = "#56B4E9"

Colour = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sign:
    """How one class of the spirals is drawn."""

    word: str
    colour: str
    marker: str  #: a matplotlib marker, for points
    hatch: str  #: a matplotlib hatch, for a region; empty for none


#: the classes of the spirals, by their number
CLASSES = (
    Sign("class 0", BLUE, "o", ""),
    Sign("class 1", VERMILLION, "^", "///"),
    Sign("class 2", YELLOW, "s", "---"),
)

#: what can happen to a key when a state dict meets a model; always drawn with its word or sign
VERDICTS = {"matched": BLUE, "mismatched": YELLOW, "missing": VERMILLION, "unexpected": SKY}


def tint(colour: str, share: float) -> Colour:
    """A colour that covers the `share` (0 to 1) of the page."""
    return to_rgba(colour, share)


def _values() -> ListedColormap:
    below = [tint(VERMILLION, share) for share in np.linspace(0.75, 0, 128)]
    above = [tint(BLUE, share) for share in np.linspace(0, 0.6, 128)]
    return ListedColormap([*below, *above], name="values").with_extremes(bad=tint(GREY, 0.3))


#: values from negative (vermillion) over zero (no colour) to positive (blue); NaN and infinity are grey
VALUES = _values()
