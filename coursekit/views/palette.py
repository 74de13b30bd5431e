"""The colours of every picture, each with a second sign: a marker, a hatch or a word.

Source of the colours: Okabe and Ito, "Color Universal Design", 2008.
"""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

INK = "#1a1a1a"  #: text and outlines
GREY = "#5f5f5f"  #: text that matters less
PAPER = "#ffffff"  #: behind every picture, in the light and in the dark theme
BLUE = "#0072B2"
VERMILLION = "#D55E00"
YELLOW = "#F0E442"
SKY = "#56B4E9"


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


def tint(colour: str, share: float) -> str:
    """Mix `share` (0 to 1) of a colour with the paper; returns "#rrggbb"."""
    return to_hex([share * c + (1 - share) for c in to_rgb(colour)])


#: values from negative (vermillion) over zero (paper) to positive (blue), light enough for INK text everywhere; NaN and
#: infinity are grey
VALUES = LinearSegmentedColormap.from_list("values", [tint(VERMILLION, 0.75), PAPER, tint(BLUE, 0.6)], bad="#d9d9d9")
