"""matplotlib: a figure belongs to the cell that drew it, as in a kernel."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import pickle
import sys
from collections.abc import Iterator, Mapping
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
        """A figure as bytes, so that no part of it is taken for an argument; what is in one by its place there."""
        from matplotlib import pyplot

        nearest = value.figure
        figure = None if nearest is None else nearest.figure  # of a figure in a figure, the outer one
        if value is not figure and isinstance(figure, pyplot.Figure):
            place = next((place for place, part in enumerate(_parts_of(figure)) if part is value), None)
            if place is not None:
                return _part_of, (figure, place)
        try:
            return pickle.loads, (cloudpickle.dumps(value),)
        except Exception:
            raise pickle.PicklingError("a figure with something of the answer in it; let a scenario make it") from None

    def show_figures(self) -> None:
        """As the inline backend does after each cell: hand over open figures, and close them."""
        with contextlib.suppress(Exception):  # an answer may have put anything there
            if sys.modules["matplotlib.pyplot"].get_fignums():
                sys.modules["matplotlib_inline.backend_inline"].flush_figures()


def _parts_of(artist: Any) -> Iterator[Any]:
    """What is drawn, and all in it; not an axis' ticks, which are made when somebody asks for them."""
    from matplotlib.axis import Axis

    yield artist
    for part in () if isinstance(artist, Axis) else artist.get_children():
        yield from _parts_of(part)


def _part_of(figure: Any, place: int) -> Any:
    return next(itertools.islice(_parts_of(figure), place, None))
