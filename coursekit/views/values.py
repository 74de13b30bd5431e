"""Tensors as words and as coloured cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor, nn

from coursekit.views.palette import GREY, INK, VALUES
from coursekit.views.picture import SMALL

MOST = 64  #: rows and columns that a heat map shows


def state_of(thing: nn.Module | Mapping[str, Any] | str | Path) -> Mapping[str, Any]:
    """The state dict of a model, of a file (read with weights_only=True, onto the CPU), or the mapping itself.

    Raises TypeError when that is not a mapping.
    """
    if isinstance(thing, nn.Module):
        return thing.state_dict()
    if isinstance(thing, str | Path):
        thing = torch.load(thing, map_location="cpu", weights_only=True)
    if not isinstance(thing, Mapping):
        raise TypeError(
            f"Found {type(thing).__name__} instead of a state dict. Pass a model, its state dict, or the path of "
            "a file that holds one."
        )
    return thing


def shape_words(shape: tuple[int, ...] | torch.Size) -> str:
    """(64, 2) → "64 × 2"; () → "one number"."""
    return " × ".join(map(str, shape)) or "one number"


def value_words(value: Tensor, count: int = 3) -> str:
    """The first values, with two decimals; "no values (meta)" on the meta device."""
    if value.is_meta:
        return "no values (meta)"
    first = ", ".join(number_words(number) for number in value.flatten()[:count].tolist())
    return f"{first}, …" if value.numel() > count else first or "empty"


def number_words(number: float | complex) -> str:
    """Two decimals, whole numbers of an integer tensor as they are, a proper minus sign, and none before a zero."""
    said = f"{number:.2f}" if isinstance(number, float | complex) else str(number)
    return "0.00" if said == "-0.00" else said.replace("-", "−")


def bytes_words(count: int) -> str:
    """1536 → "1.5 KiB"."""
    if count < 1024:
        return counted(count, "byte")
    return f"{count / 1024:.1f} KiB" if count < 1024**2 else f"{count / 1024**2:.1f} MiB"


def table_of(value: Tensor) -> np.ndarray:
    """Lay a tensor out as a float64 table: rows by columns; further dimensions go into the columns.

    A tensor with one dimension is one row; a single number one cell. A complex number counts by its absolute value.
    """
    flat = value.detach().cpu()
    flat = (flat.abs() if flat.is_complex() else flat).to(torch.float64)
    flat = flat.reshape(1, -1) if flat.dim() < 2 else flat.reshape(flat.shape[0], -1)
    return flat.numpy()


def limit_of(tables: list[np.ndarray]) -> float:
    """The largest finite size of a value: colours run from minus this to plus this. 1 when all values are zero."""
    sizes = [np.abs(table[np.isfinite(table)]).max(initial=0.0) for table in tables]
    return max(sizes, default=0.0) or 1.0


def counted(count: int, what: str) -> str:
    """3, "row" → "3 rows"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def draw_values(axes: Axes, table: np.ndarray, limit: float, numbers: bool) -> None:
    """Colour the cells of a table, and with `numbers` write each value into its cell."""
    axes.imshow(np.ma.masked_invalid(table), cmap=VALUES, vmin=-limit, vmax=limit, aspect="auto", interpolation="none")
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(visible=True, color=GREY, linewidth=0.6)
    if numbers:
        for row, line in enumerate(table):
            for column, number in enumerate(line):
                axes.text(column, row, number_words(float(number)), ha="center", va="center", fontsize=SMALL, color=INK)
