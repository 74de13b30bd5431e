"""From a fresh model and a file to a restored model, in three stages, with the tensors of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from matplotlib.patches import Rectangle
from torch import Tensor, nn

from coursekit.views.palette import BLUE, GREY, tint
from coursekit.views.picture import SMALL, Picture, shortened, styled, wrapped
from coursekit.views.values import bytes_words, draw_values, limit_of, shape_words, state_of, table_of, value_words
from coursekit.views.view import View

MOST = 8  #: entries with a row of their own
CELLS = 3  #: values shown of each entry
TITLES = ("1 Create the model", "2 Load the file", "3 Apply it to the model")


@dataclass(frozen=True)
class Stage:
    """What one stage leaves behind."""

    title: str
    owner: str  #: what holds the tensors: the model or a dictionary
    tensors: Mapping[str, Tensor]  #: copies, as they are at that moment


def draw_pipeline(path: str | Path, factory: Callable[[], nn.Module]) -> Picture:
    """Run the three stages and draw them side by side.

    path:    a file that holds a state dict
    factory: builds the model that the file belongs to
    Raises what torch.load and load_state_dict raise.
    """
    return _draw(_run(path, factory), _note(path), reached=3)


def show_pipeline(path: str | Path, factory: Callable[[], nn.Module]) -> View:
    """The same, as a widget that takes one step after another."""
    stages, note = _run(path, factory), _note(path)
    frames = [(title, _draw(stages, note, reached=i + 1)) for i, title in enumerate(TITLES)]
    return View(_draw(stages, note, reached=3), frames, "Stage", slider=True)


def alt_text(stages: list[Stage], note: str) -> str:
    """Say what each stage holds, and whether the model now holds the values of the file."""
    said = [f"Restoring a model in {len(stages)} stages, from {note}."]
    for stage in stages:
        entries = [f"{key} ({shape_words(v.shape)}): {value_words(v)}" for key, v in list(stage.tensors.items())[:MOST]]
        said.append(f"{stage.title}: {stage.owner} holds {len(stage.tensors)} tensors; {'; '.join(entries)}.")
    if len(stages) == len(TITLES):
        said.append(_compare(stages))
    return " ".join(said)


def _run(path: str | Path, factory: Callable[[], nn.Module]) -> list[Stage]:
    model = factory()
    fresh = _copies(model.state_dict())
    loaded = state_of(path)
    model.load_state_dict(loaded)
    return [
        Stage(TITLES[0], "the new model", fresh),
        Stage(TITLES[1], "a dictionary", _copies(loaded)),
        Stage(TITLES[2], "the model", _copies(model.state_dict())),
    ]


def _copies(state: Mapping[str, object]) -> dict[str, Tensor]:
    tensors = {key: value.detach() for key, value in state.items() if torch.is_tensor(value)}
    return {key: value if value.is_meta else value.to("cpu", copy=True) for key, value in tensors.items()}


def _note(path: str | Path) -> str:
    return f"{Path(path).name}, {bytes_words(Path(path).stat().st_size)}"


def _compare(stages: list[Stage]) -> str:
    """Compare the third stage with the first and with the second, entry by entry."""
    fresh, loaded, applied = (stage.tensors for stage in stages)
    same = sum(_equal(loaded.get(key), value) for key, value in applied.items())
    moved = sum(not _equal(fresh.get(key), value) for key, value in applied.items())
    return f"Equal to the file now: {same} of {len(applied)} tensors. Changed by stage 3: {moved}."


def _equal(one: Tensor | None, other: Tensor) -> bool:
    """Both hold values, and the same ones. A hook may have renamed a key on the way: then one side has no tensor."""
    return one is not None and not one.is_meta and not other.is_meta and torch.equal(one, other)


@styled
def _draw(stages: list[Stage], note: str, reached: int) -> Picture:
    keys = list(stages[0].tensors)[:MOST]
    height = 1.4 + 0.52 * len(keys)
    picture = Picture(height, alt_text(stages[:reached], note))
    tables = [table_of(v) for stage in stages for v in stage.tensors.values() if not v.is_meta]
    for i, stage in enumerate(stages):
        left = 0.015 + i * 0.335
        here = i + 1 == reached
        box = Rectangle((left, 0.45 / height), 0.3, 1 - 0.5 / height, transform=picture.transFigure)
        box.set(
            facecolor=tint(BLUE, 0.08 if here else 0),
            edgecolor=BLUE if here else GREY,
            linewidth=2 if here else 0.8,
            zorder=-1,
        )
        picture.add_artist(box)
        title = wrapped(stage.title, 16)
        picture.text(left + 0.012, 1 - 0.12 / height, title, weight="bold", fontsize=9.5, va="top", linespacing=1.3)
        if i + 1 > reached:
            picture.text(left + 0.012, 1 - 0.64 / height, "not yet", fontsize=SMALL, color=GREY)
            continue
        picture.text(left + 0.012, 1 - 0.64 / height, f"in {stage.owner}", fontsize=SMALL, color=GREY)
        for row, key in enumerate(keys):
            if key in stage.tensors:
                top = 1 - (0.88 + 0.52 * row) / height
                _draw_entry(picture, left + 0.012, top, height, key, stage.tensors[key], limit_of(tables))
        if i < 2:
            picture.text(left + 0.3175, 0.55, "→", fontsize=12, ha="center", va="center")
    hidden = len(stages[0].tensors) - len(keys)
    words = [f"File: {note}."] if reached > 1 else ["Nothing of the file is in the model yet."]
    words += [_compare(stages)] if reached == 3 else []
    words += [f"{hidden} more tensors are not drawn."] if hidden else []
    picture.text(0.015, 0.38 / height, wrapped(" ".join(words)), fontsize=SMALL, va="top", linespacing=1.3)
    return picture


def _draw_entry(
    picture: Picture, left: float, top: float, height: float, key: str, value: Tensor, limit: float
) -> None:
    shape = shape_words(value.shape)
    picture.text(left, top, f"{shortened(key, 20 - len(shape))}  {shape}", fontsize=SMALL)
    if value.is_meta:
        picture.text(left, top - 0.2 / height, value_words(value), fontsize=SMALL, color=GREY)
        return
    table = table_of(value).reshape(1, -1)[:, :CELLS]
    axes = picture.add_axes((left, top - 0.3 / height, 0.255 * table.shape[1] / CELLS, 0.22 / height))
    draw_values(axes, table, limit, numbers=True)
    if value.numel() > CELLS:
        picture.text(left + 0.26, top - 0.2 / height, "…", fontsize=9, va="center")
