"""matplotlib: a figure belongs to the cell that drew it, as in a kernel."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import sys
from collections.abc import Mapping
from typing import Any

import cloudpickle

from autograder.sealed.backends.backend import Backend


class MatplotlibBackend(Backend):
    """The module `matplotlib.pyplot`, drawing with Jupyter's inline backend."""

    name = "matplotlib.pyplot"

    def prepare(self) -> None:
        """The first figure loads fonts, which takes a second."""
        from IPython.core.pylabtools import activate_matplotlib
        from matplotlib import pyplot

        pyplot.plot([0, 1])
        pyplot.savefig(io.BytesIO(), format="png")
        pyplot.close("all")
        activate_matplotlib(os.environ["MPLBACKEND"])  # as in a kernel: a cell's figures are shown when it ends

    def names(self) -> Mapping[tuple[str, str], object]:
        """What tests ask whether something drawn is one of: pyplot's axes and figures."""
        from matplotlib import pyplot

        return {(kind.__module__, kind.__qualname__): kind for kind in (pyplot.Axes, pyplot.Figure)}

    def carries(self, kind: type) -> bool:
        """What is drawn, as arguments."""
        from matplotlib.artist import Artist

        return issubclass(kind, Artist)

    def copies(self, kind: type) -> bool:
        """A figure is made of hundreds of objects that know each other: some of them alone cannot come back."""
        return True

    def reduce(self, value: Any, pickler: Any) -> Any:
        """A figure as bytes, so that no part of it is taken for an argument; axes by their place in their figure."""
        from matplotlib import pyplot

        figure = value.get_figure() if isinstance(value, pyplot.Axes) else None
        if isinstance(figure, pyplot.Figure) and value in figure.axes:
            return _axes_of, (figure, figure.axes.index(value))
        return pickle.loads, (cloudpickle.dumps(value),)

    def show_figures(self) -> None:
        """As the inline backend does after each cell: hand over open figures, and close them."""
        with contextlib.suppress(Exception):  # an answer may have put anything there
            if sys.modules["matplotlib.pyplot"].get_fignums():
                sys.modules["matplotlib_inline.backend_inline"].flush_figures()


def _axes_of(figure: Any, place: int) -> Any:
    return figure.axes[place]
