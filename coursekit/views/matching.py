"""Which keys of a model and of a state dict match."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import nn

from coursekit.views.palette import GREY, INK, VERDICTS, tint
from coursekit.views.picture import SMALL, WIDTH, Picture, shortened, styled
from coursekit.views.values import shape_words, state_of
from coursekit.views.view import View

ROWS = 16  #: keys drawn
LEFT, WIDE, RIGHT, MIDDLE = (
    0.05,
    2.25,
    3.4,
    2.85,
)  #: inches: the two boxes, and between them
LETTERS = 28  #: of a key and a shape in a box


@dataclass(frozen=True)
class Row:
    """One key, and the shape it has on either side; None where there is no such key."""

    key: str
    in_model: str | None
    in_file: str | None

    @property
    def verdict(self) -> str:
        if self.in_file is None:
            return "missing"
        if self.in_model is None:
            return "unexpected"
        return "matched" if self.in_model == self.in_file else "mismatched"


def draw_matching(model: nn.Module, state: Mapping[str, Any] | str | Path) -> Picture:
    """Draw the keys of a model beside the keys of a state dict, or of the file at a path.

    The words are those of load_state_dict's own error: a key is missing when the model has it and the state dict does
    not, unexpected when it is the other way round, mismatched when both have it with different shapes.
    """
    return _draw(_rows(model, state_of(state)), None)


def show_matching(model: nn.Module, state: Mapping[str, Any] | str | Path) -> View:
    """The same, as a widget that shows all keys, or those with one verdict."""
    rows = _rows(model, state_of(state))
    frames = [(f"all {len(rows)} keys", _draw(rows, None))]
    for verdict in VERDICTS:
        count = sum(row.verdict == verdict for row in rows)
        frames.append((f"{verdict}: {count}", _draw(rows, verdict)))
    return View(frames[0][1], frames, "Keys")


def alt_text(rows: list[Row], only: str | None) -> str:
    """Count the verdicts and name the keys of each."""
    found = {verdict: [row for row in rows if row.verdict == verdict] for verdict in VERDICTS}
    said = ["Keys of the model beside keys of the state dict."]
    for verdict, those in found.items():
        if only in (None, verdict):
            said.append(f"{verdict.capitalize()}, {len(those)}: {', '.join(map(_words, those[:ROWS])) or 'none'}.")
    return " ".join(said)


def _rows(model: nn.Module, state: Mapping[str, Any]) -> list[Row]:
    """One row per key, in the model's order; keys that only the state dict has come last."""
    own = model.state_dict()
    return [Row(key, _shape(own, key), _shape(state, key)) for key in dict.fromkeys([*own, *state])]


def _shape(state: Mapping[str, Any], key: str) -> str | None:
    if key not in state:
        return None
    value = state[key]
    return shape_words(value.shape) if torch.is_tensor(value) else type(value).__name__


def _words(row: Row) -> str:
    if row.verdict == "mismatched":
        return f"{row.key} ({row.in_model} in the model, {row.in_file} in the state dict)"
    return f"{row.key} ({row.in_model or row.in_file})"


@styled
def _draw(rows: list[Row], only: str | None) -> Picture:
    chosen = [row for row in rows if only in (None, row.verdict)]
    shown = chosen[:ROWS]
    # Every frame of the widget has the same size, so the page does not jump.
    height = 1.0 + 0.34 * max(1, min(len(rows), ROWS)) + 0.2 * (len(rows) > ROWS)
    picture = Picture(height, alt_text(rows, only))
    axes = picture.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.axis("off")
    axes.text(LEFT + WIDE / 2, 0.28, "the model", ha="center", weight="bold", fontsize=10)
    axes.text(RIGHT + WIDE / 2, 0.28, "the state dict", ha="center", weight="bold", fontsize=10)
    for line, row in enumerate(shown):
        _draw_row(axes, 0.62 + 0.34 * line, row)
    if not shown:
        axes.text(MIDDLE, 0.7, f"no key is {only}", ha="center", color=GREY)
    counts = [f"{verdict}: {sum(row.verdict == verdict for row in rows)}" for verdict in VERDICTS]
    more = f"\n{len(chosen) - len(shown)} more keys are not drawn" if len(chosen) > len(shown) else ""
    axes.text(LEFT, height - 0.1, " · ".join(counts) + more)
    return picture


def _draw_row(axes: Axes, y: float, row: Row) -> None:
    colour = tint(VERDICTS[row.verdict], 0.3)
    for left, shape in ((LEFT, row.in_model), (RIGHT, row.in_file)):
        if shape is None:
            axes.add_patch(_box(left, y, "none", GREY, linestyle=":"))
            continue
        axes.add_patch(_box(left, y, colour, INK))
        axes.text(left + 0.06, y, shortened(row.key, LETTERS - len(shape)), va="center", fontsize=SMALL)
        axes.text(left + WIDE - 0.06, y, shape, va="center", ha="right", fontsize=SMALL)
    middle = {"matched": "=", "mismatched": "≠", "missing": "missing", "unexpected": "unexpected"}[row.verdict]
    if row.verdict in ("matched", "mismatched"):
        line = "-" if row.verdict == "matched" else ":"
        for ends in ((LEFT + WIDE, MIDDLE - 0.15), (MIDDLE + 0.15, RIGHT)):
            axes.plot(ends, [y, y], color=INK, linestyle=line, linewidth=1.2)
    axes.text(
        MIDDLE, y, middle, ha="center", va="center", fontsize=SMALL, weight="bold",
        bbox={"facecolor": colour, "edgecolor": INK, "boxstyle": "round,pad=0.2", "linewidth": 0.6},
    )  # fmt: skip


def _box(left: float, y: float, face: str, edge: str, linestyle: str = "-") -> Rectangle:
    return Rectangle((left, y - 0.13), WIDE, 0.26, facecolor=face, edgecolor=edge, linewidth=0.8, linestyle=linestyle)
