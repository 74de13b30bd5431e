"""A few small tensors, one below the other, with every value."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from coursekit.views.picture import Picture, styled, wrapped
from coursekit.views.values import draw_values, limit_of, table_of, value_words

ROW, GAP = 0.32, 0.14  #: inches


def draw_tensors(tensors: Mapping[str, Tensor]) -> Picture:
    """Draw tensors with their names, so that they can be compared value by value.

    tensors: name to (n,) or (rows, n); n at most 8
    """
    return _draw(tensors)


def alt_text(tensors: Mapping[str, Tensor]) -> str:
    """Every tensor's name and values."""
    return " ".join(f"{name}: {value_words(value, value.numel())}." for name, value in tensors.items())


@styled
def _draw(tensors: Mapping[str, Tensor]) -> Picture:
    tables = {name: table_of(value) for name, value in tensors.items()}
    height = sum(ROW * len(table) + GAP for table in tables.values()) + GAP
    columns = max(table.shape[1] for table in tables.values())
    picture = Picture(height, alt_text(tensors))
    top = height - GAP
    for name, table in tables.items():
        tall = ROW * len(table)
        axes = picture.add_axes((0.3, (top - tall) / height, 0.68 * table.shape[1] / columns, tall / height))
        draw_values(axes, table, limit_of(list(tables.values())), numbers=True)
        picture.text(0.28, (top - tall / 2) / height, wrapped(name, 24), ha="right", va="center")
        top -= tall + GAP
    return picture
