"""A training run, epoch by epoch: table with bars, curves, and the decision boundary."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from torch import nn

from coursekit.spirals import EpochRecord, training_trace
from coursekit.views.boundary import draw_boundary, draws_boundary
from coursekit.views.palette import BLUE, GREY, INK, VERMILLION, tint
from coursekit.views.picture import SMALL, Picture, styled
from coursekit.views.view import View

MOST = 20  #: epochs with a line of their own in the table

T = TypeVar("T")
Trace = Sequence[EpochRecord | Mapping[str, float]]


def watch_training(epochs: int = 10, seed: int = 0) -> tuple[list[EpochRecord], list[nn.Module]]:
    """Train the spirals' model and keep a copy of it after each epoch. See `training_trace`."""
    models: list[nn.Module] = []
    trace = training_trace(epochs, seed, lambda record, model: models.append(copy.deepcopy(model)))
    return trace, models


def draw_training(trace: Trace, model: nn.Module | None = None, epoch: int | None = None) -> Picture:
    """Draw what each epoch measured, with one epoch marked (the last one by default).

    trace: EpochRecords, or dicts with the keys epoch, loss and accuracy (accuracy from 0 to 1)
    model: as it was after the marked epoch; with two inputs and three scores, its decision boundary stands beside
    """
    records = _records(trace)
    return _draw(records, model, records[-1].epoch if epoch is None else epoch)


def show_training(trace: Trace | None = None, models: Sequence[nn.Module] | None = None) -> View:
    """The same, as a widget with a slider over the epochs; over 20 of them, evenly spread, when there are more.

    models: one for each epoch of the trace, as `watch_training` returns them. Without arguments, a run of ten epochs.
    """
    if trace is None:
        trace, models = watch_training()
    records = _records(trace)
    pairs = list(zip(records, models or [None] * len(records), strict=True))
    frames = []
    for r, model in _spread(pairs):
        label = f"epoch {r.epoch}: loss {r.loss:.3f}, accuracy {r.accuracy:.1%}"
        frames.append((label, _draw(records, model, r.epoch)))
    return View(frames[-1][1], frames, "Epoch", slider=True)


def alt_text(records: Sequence[EpochRecord], model: nn.Module | None, epoch: int) -> str:
    """Say how loss and accuracy moved, and what the marked epoch measured."""
    first, last = records[0], records[-1]
    here = next(record for record in records if record.epoch == epoch)
    said = [
        f"Training trace of {len(records)} epochs.",
        f"Loss: {first.loss:.3f} in epoch {first.epoch}, {last.loss:.3f} in epoch {last.epoch}.",
        f"Accuracy: {first.accuracy:.1%} in epoch {first.epoch}, {last.accuracy:.1%} in epoch {last.epoch}.",
        f"Marked: epoch {epoch}, loss {here.loss:.3f}, accuracy {here.accuracy:.1%}.",
    ]
    if model is not None and draws_boundary(model):
        said.append(f"Beside it, the decision boundary after epoch {epoch} among points on three spiral arms.")
    return " ".join(said)


@styled
def _draw(records: list[EpochRecord], model: nn.Module | None, epoch: int) -> Picture:
    mapped = model is not None and draws_boundary(model)
    below = max(2.3, 0.2 * len(_spread(records)))  # inches: the table, and the map beside it
    height = below + 2.6
    picture = Picture(height, alt_text(records, model, epoch))
    _draw_curves(picture, (below + 1.2) / height, 1.1 / height, records, epoch)
    table = (0.09, 0.5 / height, 0.36 if mapped else 0.85, below / height)
    _draw_table(picture.add_axes(table), records, epoch)
    if mapped:
        axes = picture.add_axes((0.59, 0.92 / height, 0.39, (below - 0.42) / height))
        draw_boundary(axes, model)
        signs = axes.get_legend_handles_labels()
        picture.legend(*signs, loc="lower right", ncols=3, fontsize=SMALL, handletextpad=0.1, columnspacing=0.7)
        axes.set_title(f"the model after epoch {epoch}")
    return picture


def _records(trace: Trace) -> list[EpochRecord]:
    """Raises ValueError when nothing was trained."""
    if not trace:
        raise ValueError("The trace is empty. Train at least one epoch, and pass what it measured.")
    return [r if isinstance(r, EpochRecord) else EpochRecord(r["epoch"], r["loss"], r["accuracy"]) for r in trace]


def _spread(items: list[T]) -> list[T]:
    """At most MOST of them, evenly spread, with the first and the last."""
    if len(items) <= MOST:
        return items
    return [items[round(i * (len(items) - 1) / (MOST - 1))] for i in range(MOST)]


def _largest(records: list[EpochRecord]) -> float:
    """The largest finite loss; 1 when there is none."""
    return max((r.loss for r in records if math.isfinite(r.loss)), default=0.0) or 1.0


def _draw_table(axes: Axes, records: list[EpochRecord], epoch: int) -> None:
    """One line for each epoch: a bar as long as the loss, and both numbers."""
    shown = _spread(records)
    longest = _largest(shown)
    for row, record in enumerate(shown):
        marked = record.epoch == epoch
        fill, edge, line = (tint(VERMILLION, 0.6), INK, 1.6) if marked else (tint(VERMILLION, 0.3), GREY, 0.6)
        axes.barh(row, min(record.loss, longest), height=0.8, color=fill, edgecolor=edge, linewidth=line)
        weight = "bold" if marked else "normal"
        axes.text(0.02 * longest, row, f"{record.loss:.3f}", va="center", fontsize=SMALL, weight=weight)
        axes.text(-0.04 * longest, row, str(record.epoch), va="center", ha="right", fontsize=SMALL, weight=weight)
        axes.text(1.3 * longest, row, f"{record.accuracy:.1%}", va="center", ha="right", fontsize=SMALL, weight=weight)
    axes.set(xlim=(0, 1.32 * longest), ylim=(len(shown) - 0.4, -0.6), xlabel="loss (cross-entropy)")
    axes.set_yticks([])
    axes.text(-0.02 * longest, -0.8, "epoch", fontsize=SMALL, weight="bold", ha="right")
    axes.text(0, -0.8, "   loss", fontsize=SMALL, weight="bold")
    axes.text(1.3 * longest, -0.8, "accuracy", fontsize=SMALL, weight="bold", ha="right")


def _draw_curves(picture: Picture, low: float, high: float, records: list[EpochRecord], epoch: int) -> None:
    epochs = [record.epoch for record in records]
    loss = picture.add_axes((0.12, low, 0.34, high))
    loss.plot(epochs, [record.loss for record in records], "o-", color=VERMILLION, markersize=4)
    loss.set_ylim(0, 1.1 * _largest(records))
    loss.set_ylabel("loss\n(cross-entropy)")
    accuracy = picture.add_axes((0.64, low, 0.34, high))
    accuracy.plot(epochs, [100 * record.accuracy for record in records], "s--", color=BLUE, markersize=4)
    accuracy.set_ylim(0, 105)
    accuracy.set_ylabel("accuracy (%)")
    for axes in (loss, accuracy):
        axes.axvline(epoch, color=INK, linewidth=0.8, linestyle=":")
        axes.yaxis.set_major_locator(MaxNLocator(3))
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.set_xlabel("epoch")
        axes.set_title(f"marked: epoch {epoch}")
