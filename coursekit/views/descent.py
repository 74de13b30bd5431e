"""How optimizers walk down a loss of two weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from coursekit.views.palette import BLUE, GREY, INK, VERMILLION
from coursekit.views.picture import SMALL, Picture, styled
from coursekit.views.values import counted, number_words

STEPS = 80  #: points along each side of the map
LINES = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": VERMILLION, "linestyle": "--", "marker": "^"},
)


def draw_descent(loss_of: Callable[[Tensor], Tensor], paths: Mapping[str, Tensor]) -> Picture:
    """Draw lines of equal loss, and over them the path of one or two optimizers.

    loss_of: turns weights (…, 2) into losses (…)
    paths:   name to (steps + 1, 2): the weights at the start and after each step
    """
    return _draw(loss_of, paths)


def alt_text(loss_of: Callable[[Tensor], Tensor], paths: Mapping[str, Tensor]) -> str:
    """Where each path begins and ends, and the loss there."""
    said = ["Paths down a loss of two weights."]
    for name, path in paths.items():
        first, last = (
            f"loss {number_words(loss_of(path[place]).item())} at {_point(path[place])}" for place in (0, -1)
        )
        said.append(f"{name}: from {first} in {counted(len(path) - 1, 'step')} to {last}.")
    return " ".join(said)


def _point(weights: Tensor) -> str:
    return f"({', '.join(number_words(number) for number in weights.tolist())})"


@styled
def _draw(loss_of: Callable[[Tensor], Tensor], paths: Mapping[str, Tensor]) -> Picture:
    picture = Picture(2.9, alt_text(loss_of, paths))
    axes = picture.add_axes((0.1, 0.16, 0.88, 0.7))
    everywhere = torch.cat(list(paths.values()))
    low, high = everywhere.amin(0), everywhere.amax(0)
    margin = 0.15 * (high - low) + 0.1
    across, up = (torch.linspace(*ends, STEPS) for ends in zip(low - margin, high + margin, strict=True))
    losses = loss_of(torch.cartesian_prod(up, across).flip(1)).reshape(STEPS, STEPS)
    axes.contour(
        across, up, losses, levels=torch.linspace(0, 1, 10).square() * losses.max(), colors=GREY, linewidths=0.6
    )
    for (name, path), line in zip(paths.items(), LINES, strict=False):
        axes.plot(*path.T, label=name, markersize=4, linewidth=1.3, **line)
    axes.plot(*everywhere[0], "s", color=INK, markersize=6, label="start")
    axes.set(xlabel="first weight", ylabel="second weight")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, fontsize=SMALL)
    return picture
