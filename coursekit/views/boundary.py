"""Where a model of two inputs draws the line between its classes."""

from __future__ import annotations

import copy

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from torch import Tensor, nn

from coursekit.spirals import spirals
from coursekit.views.palette import CLASSES, INK, tint

REACH = 2.4  #: how far the map goes from the middle, in standard deviations of the inputs
STEPS = 90  #: points along each side of the map
POINTS = 150  #: how many of the spirals' points are drawn


def draws_boundary(model: nn.Module) -> bool:
    """Whether the model turns points (n, 2) into scores (n, 3) and holds values, so that it can be mapped."""
    if any(value.is_meta for value in model.state_dict().values() if torch.is_tensor(value)):
        return False
    try:
        return scores_of(model, torch.zeros(2, 2)).shape == (2, len(CLASSES))
    except Exception:  # a reader's own model may refuse such points in any way
        return False


def scores_of(model: nn.Module, x: Tensor) -> Tensor:
    """What a copy of the model in evaluation mode answers, on the CPU; the model itself is not touched."""
    still = copy.deepcopy(model).to("cpu").eval()
    with torch.no_grad():
        return still(x)


def predicted_classes(model: nn.Module) -> Tensor:
    """The class that the model gives each of the 600 points of the spirals; shape (600,), int64."""
    return scores_of(model, spirals()[0]).argmax(1)


def accuracy_of(model: nn.Module) -> float:
    """Share of the spirals' points that the model predicts correctly, 0 to 1."""
    return (predicted_classes(model) == spirals()[1]).float().mean().item()


def draw_boundary(axes: Axes, model: nn.Module) -> None:
    """Colour and hatch the region of each class, and draw points of the spirals over it. The caller adds a legend."""
    side = torch.linspace(-REACH, REACH, STEPS)
    grid = torch.cartesian_prod(side, side).flip(1)  # x changes fastest
    regions = scores_of(model, grid).argmax(1).reshape(STEPS, STEPS).numpy()
    colours = ListedColormap([tint(sign.colour, 0.35) for sign in CLASSES])
    extent = (-REACH, REACH, -REACH, REACH)
    axes.imshow(regions, extent=extent, origin="lower", cmap=colours, vmin=0, vmax=2, interpolation="none")
    x, y = (values.numpy()[:POINTS] for values in spirals())
    for number, sign in enumerate(CLASSES):
        inside = np.where(regions == number, 1.0, 0.0)
        if 0 < inside.mean() < 1:
            axes.contour(side, side, inside, levels=[0.5], colors=INK, linewidths=0.8)
        if sign.hatch and inside.any():
            axes.contourf(side, side, inside, levels=[0.5, 1.5], colors="none", hatches=[sign.hatch])
        points = x[y == number]
        axes.scatter(
            *points.T, s=14, c=sign.colour, marker=sign.marker, edgecolors=INK, linewidths=0.5, label=sign.word
        )
    axes.set(xlim=extent[:2], ylim=extent[2:], xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    axes.set_xlabel("first input")
    axes.set_ylabel("second input")
