"""Before and after: the fresh, the saved and the restored model side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from coursekit.views.boundary import accuracy_of, draw_boundary, draws_boundary, predicted_classes
from coursekit.views.picture import SMALL, Picture, styled, wrapped
from coursekit.views.values import MOST, counted, draw_values, limit_of, shape_words, table_of
from coursekit.views.view import View

TITLES = ("fresh", "saved", "restored")
FRAMES = 24  #: entries that the widget offers
BOUNDARY = "decision boundary"


@dataclass(frozen=True)
class Look:
    """One of the three models, as the picture sees it."""

    title: str
    model: nn.Module
    state: Mapping[str, Tensor]


def draw_restoring(fresh: nn.Module, saved: nn.Module, restored: nn.Module, entry: str | None = None) -> Picture:
    """Draw three models side by side: their decision boundaries, or one entry of their state dicts.

    fresh:    a new model, never trained
    saved:    the model that was saved
    restored: the model that the file was loaded into
    entry:    a key of their state dicts; None for the decision boundary of a model with two inputs and three scores,
              and for any other model its first entry
    """
    looks = _looks(fresh, saved, restored)
    return _draw(looks, _entries(looks)[0] if entry is None else entry)


def show_restoring(fresh: nn.Module, saved: nn.Module, restored: nn.Module) -> View:
    """The same, as a widget that goes through the decision boundary and the entries."""
    looks = _looks(fresh, saved, restored)
    frames = [(entry, _draw(looks, entry)) for entry in _entries(looks)[:FRAMES]]
    return View(frames[0][1], frames, "Compare")


def alt_text(looks: list[Look], entry: str) -> str:
    """Say how closely the fresh and the restored model match the saved one."""
    notes = [f"{look.title}: {_note(look, looks[1], entry)}" for look in looks]
    return f"A fresh, a saved and a restored model side by side: {entry}. {'; '.join(notes)}."


def _looks(*models: nn.Module) -> list[Look]:
    return [Look(title, model, model.state_dict()) for title, model in zip(TITLES, models, strict=True)]


def _entries(looks: list[Look]) -> list[str]:
    """What can be compared: the decision boundary where there is one, and the tensors that all three hold."""
    entries = [BOUNDARY] if all(draws_boundary(look.model) for look in looks) else []
    for key, value in looks[1].state.items():
        if torch.is_tensor(value) and all(key in look.state and not look.state[key].is_meta for look in looks):
            entries.append(key)
    return entries


def _note(look: Look, saved: Look, entry: str) -> str:
    """How closely this model matches the saved one: in its predictions, or in the values of an entry."""
    if entry == BOUNDARY:
        accuracy = f"accuracy {accuracy_of(look.model):.1%}"
        if look is saved:
            return accuracy
        same = predicted_classes(look.model) == predicted_classes(saved.model)
        return f"{accuracy}, predicts like the saved one at {same.sum().item()} of {len(same)} points"
    value, wanted = look.state[entry].cpu(), saved.state[entry].cpu()
    if look is saved:
        return f"{shape_words(wanted.shape)}, {wanted.numel()} values"
    if value.shape != wanted.shape:
        return f"another shape, {shape_words(value.shape)}"
    return f"{(value == wanted).sum().item()} of {wanted.numel()} values equal the saved ones"


@styled
def _draw(looks: list[Look], entry: str) -> Picture:
    picture = Picture(3.7, alt_text(looks, entry))
    picture.text(0.5, 0.94, entry, ha="center", fontsize=10, weight="bold")
    limit = 0.0 if entry == BOUNDARY else limit_of([table_of(look.state[entry]) for look in looks])
    for i, look in enumerate(looks):
        middle = 0.21 + 0.315 * i
        picture.text(middle, 0.87, f"{look.title} model", ha="center", fontsize=9.5)
        note = wrapped(_note(look, looks[1], entry), 23)
        picture.text(middle, 0.3, note, ha="center", va="top", fontsize=SMALL, linespacing=1.3)
        axes = picture.add_axes((middle - 0.13, 0.42, 0.26, 0.41))
        if entry == BOUNDARY:
            draw_boundary(axes, look.model)
            if i:
                axes.set(ylabel="", yticklabels=[])
            continue
        whole = table_of(look.state[entry])
        table = whole[:MOST, :MOST]
        draw_values(axes, table, limit, numbers=table.size <= 40 and table.shape[1] <= 3)
        first = "" if table.shape == whole.shape else "first "
        axes.set_xlabel(f"{first}{counted(table.shape[1], 'column')}")
        axes.set_ylabel(f"{first}{counted(table.shape[0], 'row')}" if not i else "")
    if entry == BOUNDARY:
        picture.legend(*axes.get_legend_handles_labels(), loc="lower center", ncols=3, fontsize=SMALL)
    else:
        picture.text(0.5, 0.03, "Colours: blue above zero, orange below, none at zero.", ha="center", fontsize=SMALL)
    return picture
