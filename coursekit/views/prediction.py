"""How one batch travels through a model: the shape and the values after each layer."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from matplotlib.patches import Rectangle
from torch import Tensor, nn
from torch.nn.modules.module import register_module_forward_hook

from coursekit.views.palette import BLUE, GREY, tint
from coursekit.views.picture import SMALL, Picture, styled, wrapped
from coursekit.views.values import counted, draw_values, limit_of, shape_words, table_of, value_words
from coursekit.views.view import View

ROWS, COLUMNS = 8, 8  #: cells of a layer's output that are drawn
MOST = 10  #: steps drawn


@dataclass(frozen=True)
class Step:
    """What came out of one layer."""

    name: str
    kind: str
    output: Tensor

    @property
    def title(self) -> str:
        """'Linear "layer1"'; names of layers can be plain numbers."""
        return f'{self.kind} "{self.name}"' if self.name else self.kind


def draw_prediction(model: nn.Module, x: Tensor, step: int | None = None) -> Picture:
    """Draw what comes out of each layer for a batch x, with one step marked (the last one by default).

    model: every layer returns one tensor. A copy of it in evaluation mode runs, on the CPU.
    x:     a batch of inputs; one row a sample
    step:  0 is the input, 1 the first layer that runs, and so on
    What a forward method computes without a layer (torch.relu, +) is not a step of its own.
    """
    steps = _run(model, x)
    return _draw(steps, len(steps) - 1 if step is None else step)


def show_prediction(model: nn.Module, x: Tensor) -> View:
    """The same, as a widget that goes from layer to layer."""
    steps = _run(model, x)
    frames = [(f"{i}: {s.title}, {shape_words(s.output.shape)}", _draw(steps, i)) for i, s in _shown(steps)]
    return View(frames[-1][1], frames, "Layer", slider=True)


def alt_text(steps: list[Step], marked: int) -> str:
    """Say the shape and the first values after each step, and the predicted classes."""
    said = [f"A batch goes through {len(steps) - 1} layers."]
    for _, step in _shown(steps):
        said.append(f"{step.title}: {shape_words(step.output.shape)}, values {value_words(step.output)}.")
    if len(steps) > MOST:
        said.append(f"{len(steps) - MOST} layers in between are left out.")
    return " ".join([*said, f"Marked: {steps[marked].title}.", *_classes(steps[-1].output)])


def _run(model: nn.Module, x: Tensor) -> list[Step]:
    still = copy.deepcopy(model).to("cpu").eval()
    names = {module: name for name, module in still.named_modules()}
    steps = [Step("", "input", x.detach().cpu().clone())]

    def watch(module: nn.Module, inputs: object, output: object) -> None:
        if module in names and not any(module.children()) and torch.is_tensor(output):
            steps.append(Step(names[module], type(module).__name__, output.detach().clone()))

    hook = register_module_forward_hook(watch)
    try:
        with torch.no_grad():
            still(x.cpu())
    finally:
        hook.remove()
    return steps


def _classes(scores: Tensor) -> list[str]:
    """The highest score of each sample, when the last output looks like scores of classes."""
    if scores.dim() != 2 or scores.shape[1] < 2:
        return []
    return [f"Highest score in column: {', '.join(map(str, scores.argmax(1)[:ROWS].tolist()))}."]


def _shown(steps: list[Step]) -> list[tuple[int, Step]]:
    """The steps that are drawn, with their numbers: all, or the first ones and the last."""
    numbered = list(enumerate(steps))
    return numbered if len(steps) <= MOST else [*numbered[: MOST - 1], numbered[-1]]


@styled
def _draw(steps: list[Step], marked: int) -> Picture:
    shown = _shown(steps)
    per_line = 2 if len(shown) in (2, 4) else min(3, len(shown))
    lines = -(-len(shown) // per_line)
    height = 0.5 + 2.3 * lines
    picture = Picture(height, alt_text(steps, marked))
    for place, (i, step) in enumerate(shown):
        left, top = 0.01 + (place % per_line) / per_line * 0.988, 1 - (place // per_line) * 2.3 / height
        wide = 0.97 / per_line
        box = Rectangle((left, top - 2.22 / height), wide, 2.16 / height, transform=picture.transFigure, zorder=-1)
        here = i == marked
        fill, edge, line = (tint(BLUE, 0.1), BLUE, 2) if here else ("none", GREY, 0.8)
        box.set(facecolor=fill, edgecolor=edge, linewidth=line)
        picture.add_artist(box)
        picture.text(left + 0.01, top - 0.28 / height, step.title, weight="bold", fontsize=9.5)
        picture.text(left + 0.01, top - 0.46 / height, f"step {i}: {shape_words(step.output.shape)}", fontsize=SMALL)
        if not step.output.numel():
            continue
        whole = table_of(step.output)
        table = whole[:ROWS, :COLUMNS]
        axes = picture.add_axes((left + 0.045, top - 1.92 / height, wide - 0.06, 1.34 / height))
        draw_values(axes, table, limit_of([whole]), numbers=table.shape[1] <= 3)
        first = "" if whole.shape[1] <= COLUMNS else f"first {COLUMNS} of "
        axes.set_xlabel(first + counted(whole.shape[1], "value"), labelpad=2)
        axes.set_ylabel("samples" if len(whole) <= ROWS else f"first {ROWS} samples", labelpad=2)
    words = _classes(steps[-1].output)
    if len(steps) > MOST:
        words.append(f"{len(steps) - MOST} layers in between are not drawn.")
    words.append("Colours: blue above zero, orange below, none at zero.")
    picture.text(0.012, 0.42 / height, wrapped(" ".join(words)), fontsize=SMALL, va="top", linespacing=1.3)
    return picture
