"""Where the values of each feature lie in a batch, before and after a layer."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from coursekit.views.palette import CLASSES, INK
from coursekit.views.picture import Picture, styled
from coursekit.views.values import number_words

WIDTH = 0.5  #: of the column of points that a feature has; the next one is 1 away


def draw_spread(batches: Mapping[str, Tensor]) -> Picture:
    """Draw batches side by side, on one scale: a column of points for each feature, with a line at its mean.

    batches: title to (n, features), up to three features
    """
    return _draw({title: batch.detach().cpu() for title, batch in batches.items()})


def alt_text(batches: Mapping[str, Tensor]) -> str:
    """Mean and standard deviation of each feature in each batch."""
    said = []
    for title, batch in batches.items():
        features = [
            f"feature {number} has mean {number_words(column.mean().item())} "
            f"and standard deviation {number_words(column.std(correction=0).item())}"
            for number, column in enumerate(batch.T, 1)
        ]
        said.append(f"{title}: {', '.join(features)}.")
    return " ".join(said)


@styled
def _draw(batches: Mapping[str, Tensor]) -> Picture:
    picture = Picture(2.7, alt_text(batches))
    grid = picture.subplots(1, len(batches), sharey=True, squeeze=False)
    picture.subplots_adjust(left=0.09, right=0.99, top=0.9, bottom=0.18, wspace=0.08)
    for axes, (title, batch) in zip(grid[0], batches.items(), strict=True):
        aside = torch.linspace(-WIDTH / 2, WIDTH / 2, len(batch))
        for number, (column, sign) in enumerate(zip(batch.T, CLASSES, strict=False), 1):
            axes.scatter(
                number + aside, column, s=16, c=sign.colour, marker=sign.marker, edgecolors=INK, linewidths=0.5
            )
            axes.plot([number - 0.4, number + 0.4], [column.mean()] * 2, color=INK, linewidth=2)
        axes.set(title=title, xlabel="feature", xticks=range(1, batch.shape[1] + 1))
    grid[0][0].set_ylabel("value")
    return picture
