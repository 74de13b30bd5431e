"""What a state dict holds: every entry in a table, and one of them as a heat map."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import torch
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle
from torch import nn

from coursekit.views.palette import BLUE, GREY, VALUES, tint
from coursekit.views.picture import Picture, styled
from coursekit.views.values import (
    MOST,
    bytes_words,
    counted,
    draw_values,
    limit_of,
    number_words,
    shape_words,
    state_of,
    table_of,
    value_words,
)
from coursekit.views.view import View

FRAMES = 24  #: entries that the widget offers
ROWS = 14  #: entries that the drawn table has lines for
COLUMNS = ("key", "shape", "dtype", "device", "size")

State = nn.Module | Mapping[str, Any] | str | Path


def draw_state(state: State, key: str | None = None) -> Picture:
    """Draw the entries of a state dict, and the values of the entry `key` (the first one by default).

    state: a model, a state dict, or the path of a file that holds one
    Raises KeyError when the state dict has no such key.
    """
    state = state_of(state)
    if key is not None and key not in state:
        raise KeyError(f"{key!r} is not in the state dict. Its keys: {', '.join(state)}.")
    return _draw(state, next(iter(state), None) if key is None else key)


def show_state(state: State) -> View:
    """The same, as a widget with a list of the keys."""
    state = state_of(state)
    chosen = list(state.items())[:FRAMES]
    frames = [(f"{key} ({_line(key, value)[1]})", _draw(state, key)) for key, value in chosen]
    still = _draw(state, next(iter(state), None))
    name = "Entry of the state dict" if len(state) <= FRAMES else f"Entry (the first {FRAMES} of {len(state)})"
    return View(still, frames or [("no entries", still)], name)


def state_table(state: State) -> str:
    """The entries as an HTML table: key, shape, dtype, device, bytes."""
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    rows = ""
    for key, value in state_of(state).items():
        first, *others = (escape(word) for word in _line(key, value))
        rows += f'<tr><th scope="row">{first}</th>{"".join(f"<td>{word}</td>" for word in others)}</tr>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def alt_text(state: Mapping[str, Any], key: str | None) -> str:
    """List the entries, and say what the chosen one holds."""
    lines = [_line(name, value) for name, value in list(state.items())[:ROWS]]
    entries = [f"{name}: {shape}, {dtype}, {device}, {size}" for name, shape, dtype, device, size in lines]
    said = [f"State dict with {len(state)} entries.", *(f"{entry}." for entry in entries)]
    if len(state) > ROWS:
        said.append(f"And {len(state) - ROWS} more.")
    if key is not None:
        said.append(f"Heat map of {key}: {_values(state[key])}.")
    return " ".join(said)


def _line(key: str, value: Any) -> tuple[str, str, str, str, str]:
    """The five words that the table has about one entry; anything but a tensor is named by its type."""
    if not torch.is_tensor(value):
        return key, f"no tensor: {type(value).__name__}", "–", "–", "–"
    size = bytes_words(value.numel() * value.element_size())
    return key, shape_words(value.shape), str(value.dtype).removeprefix("torch."), str(value.device), size


def _values(value: Any) -> str:
    if not torch.is_tensor(value):
        return f"none, it is a {type(value).__name__}"
    if value.is_meta or not value.numel():
        return value_words(value)
    if value.is_complex():
        return f"first values {value_words(value)}; colours for absolute values"
    low, high = (number_words(number.item()) for number in value.detach().cpu().flatten().aminmax())
    return f"first values {value_words(value)}; from {low} to {high}"


@styled
def _draw(state: Mapping[str, Any], key: str | None) -> Picture:
    lines = [_line(*item) for item in list(state.items())[:ROWS]]
    more = len(state) - len(lines)
    height = max(3.0, 0.9 + 0.24 * (len(lines) + bool(more)))
    picture = Picture(9.2, height, alt_text(state, key))
    for line, words in enumerate([COLUMNS, *lines]):
        top = 1 - (0.3 + 0.24 * line) / height
        if words[0] == key and line:
            mark = Rectangle((0.008, top - 0.07 / height), 0.555, 0.24 / height, transform=picture.transFigure)
            mark.set(facecolor=tint(BLUE, 0.2), edgecolor=BLUE, linewidth=1.2)
            picture.add_artist(mark)
        weight = "bold" if line == 0 or words[0] == key else "normal"
        for left, word in zip((0.015, 0.215, 0.33, 0.41, 0.48), words, strict=True):
            picture.text(left, top, _short(word), fontsize=8.5, weight=weight)
    if more:
        picture.text(0.015, 1 - (0.3 + 0.24 * (len(lines) + 1)) / height, f"and {more} more entries", color=GREY)
    if key is not None:
        _draw_entry(picture, key, state[key])
    return picture


def _short(word: str, most: int = 24) -> str:
    return word if len(word) <= most else f"…{word[-most + 1 :]}"


def _draw_entry(picture: Picture, key: str, value: Any) -> None:
    height = picture.get_figheight()
    picture.text(0.765, 1 - 0.3 / height, _short(key, 40), ha="center", fontsize=11, weight="bold")
    if not torch.is_tensor(value) or value.is_meta or not value.numel():
        picture.text(0.765, 0.5, _values(value), ha="center", color=GREY)
        return
    whole = table_of(value)
    table, limit = whole[:MOST, :MOST], limit_of([whole])
    tall = min(1 - 1.35 / height, max(0.06, table.shape[0] / max(table.shape)))
    axes = picture.add_axes((0.625, 0.62 / height + (1 - 1.35 / height - tall), 0.26, tall))
    draw_values(axes, table, limit, numbers=table.size <= 40 and table.shape[1] <= 6)
    first = "" if whole.shape == table.shape else "first "
    axes.set_xlabel(first + counted(table.shape[1], "column"), fontsize=8)
    axes.set_ylabel(first + counted(table.shape[0], "row"), fontsize=8)
    colours = ScalarMappable(Normalize(-limit, limit), VALUES)
    bar = picture.colorbar(colours, cax=picture.add_axes((0.905, 0.62 / height, 0.015, 1 - 1.35 / height)))
    bar.set_label("value", fontsize=8)
    picture.text(0.765, 0.1 / height, _values(value), ha="center", fontsize=7.5, color=GREY)
