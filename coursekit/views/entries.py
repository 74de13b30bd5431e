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
from coursekit.views.picture import LINE, SMALL, Picture, shortened, styled, wrapped
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
HEAT_MAP = 2.75  #: inches below the table
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


def _has_values(value: Any) -> bool:
    return torch.is_tensor(value) and not value.is_meta and bool(value.numel())


def _values(value: Any) -> str:
    if not torch.is_tensor(value):
        return f"none, it is a {type(value).__name__}"
    if not _has_values(value):
        return value_words(value)
    if value.is_complex():
        return f"first values {value_words(value)}; colours for absolute values"
    low, high = (number_words(number.item()) for number in value.detach().cpu().flatten().aminmax())
    return f"first values {value_words(value)}; from {low} to {high}"


@styled
def _draw(state: Mapping[str, Any], key: str | None) -> Picture:
    lines = [_line(*item) for item in list(state.items())[:ROWS]]
    more = len(state) - len(lines)
    table = 0.45 + 0.24 * (len(lines) + bool(more))
    height = table + (0 if key is None else HEAT_MAP if _has_values(state[key]) else 0.8)
    picture = Picture(height, alt_text(state, key))
    for line, words in enumerate([COLUMNS, *lines]):
        top = 1 - (0.3 + 0.24 * line) / height
        if words[0] == key and line:
            mark = Rectangle((0.008, top - 0.07 / height), 0.984, 0.24 / height, transform=picture.transFigure)
            mark.set(facecolor=tint(BLUE, 0.2), edgecolor=BLUE, linewidth=1.2)
            picture.add_artist(mark)
        weight = "bold" if line == 0 or words[0] == key else "normal"
        for left, word in zip((0.02, 0.36, 0.54, 0.7, 0.84), words, strict=True):
            picture.text(left, top, shortened(word, 24), fontsize=SMALL, weight=weight)
    if more:
        picture.text(0.02, 1 - (0.3 + 0.24 * (len(lines) + 1)) / height, f"and {more} more entries", color=GREY)
    if key is not None:
        _draw_entry(picture, key, state[key])
    return picture


def _draw_entry(picture: Picture, key: str, value: Any) -> None:
    height = picture.get_figheight()
    title = ((HEAT_MAP if _has_values(value) else 0.8) - 0.25) / height
    picture.text(0.5, title, shortened(key, 50), ha="center", fontsize=10, weight="bold")
    if not _has_values(value):
        picture.text(0.5, title - 0.35 / height, _values(value), ha="center", color=GREY)
        return
    whole = table_of(value)
    table, limit = whole[:MOST, :MOST], limit_of([whole])
    most, low = HEAT_MAP - 1.25, 0.85  # inches: the highest heat map, and its lower edge
    tall = min(most, max(0.3, most * table.shape[0] / max(table.shape)))
    axes = picture.add_axes((0.12, (low + most - tall) / height, 0.7, tall / height))
    draw_values(axes, table, limit, numbers=table.size <= 40 and table.shape[1] <= 6)
    first = "" if whole.shape == table.shape else "first "
    axes.set_xlabel(first + counted(table.shape[1], "column"))
    axes.set_ylabel(first + counted(table.shape[0], "row"))
    colours = ScalarMappable(Normalize(-limit, limit), VALUES)
    bar = picture.colorbar(colours, cax=picture.add_axes((0.86, low / height, 0.02, most / height)))
    bar.set_label("value")
    said = wrapped(_values(value), LINE)
    picture.text(0.5, 0.42 / height, said, ha="center", va="top", fontsize=SMALL, color=GREY)
