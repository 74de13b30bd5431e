"""Pictures of a class by matplotlib: SVG that takes the page's own colours, so both themes can read it.

A course need not have matplotlib: only who draws imports this module.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Collection, Sequence
from datetime import date
from statistics import quantiles
from typing import Any

import numpy
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.report.scores import ClassScores
from autograder.report.summary import share_of_exercise

#: text stays text; names of assignments are no formulas
SETTINGS: Any = {"svg.fonttype": "none", "font.family": "sans-serif", "text.parse_math": False}
# Stand for colours that the page gives: of its text, and of a bar.
TEXT, BAR = "#010203", "#040506"
PIXELS = 72  #: units of an SVG in an inch
WIDTH = 960  #: pixels
ACROSS = 5  #: small pictures in a row
LOW, MIDDLE, HIGH = "#e69f00", "#f2ead0", "#0072b2"  #: from no points to all: seen apart without red or green


@rc_context(SETTINGS)
def distributions(shares: dict[str, list[float]]) -> str:
    """For each title a small picture: how many submissions have how much of the points (SVG)."""
    figure, places = small_pictures(shares)
    for axes, found in zip(places, shares.values(), strict=True):
        most = [min(share, 100.0) for share in found]  # with extra credit there is more
        axes.hist(most, bins=10, range=(0, 100), color=BAR, rwidth=0.85)
        axes.set_xticks([0, 50, 100])
        count_upwards(axes)
    figure.supxlabel("points, % of the largest score", fontsize=11, color=TEXT)
    figure.supylabel("submissions", fontsize=11, color=TEXT)
    words = "; ".join(f"{title}: {in_words(found)}" for title, found in shares.items())
    return as_svg(figure, "distribution", f"How many submissions have how much of the points. {words}.")


@rc_context(SETTINGS)
def attempts_by_day(found: dict[str, dict[date, int]]) -> str:
    """For each assignment a small picture: how many attempts came on each day (SVG)."""
    figure, places = small_pictures(found)
    for axes, days in zip(places, found.values(), strict=True):
        axes.bar(range(len(days)), list(days.values()), color=BAR, width=0.85)
        ends = sorted({0, len(days) - 1})
        axes.set_xticks(ends, [f"{day.day} {day:%b}" for day in (list(days)[end] for end in ends)])
        count_upwards(axes)
    figure.supylabel("attempts", fontsize=11, color=TEXT)
    said = []
    for title, days in found.items():
        most = max(days, key=lambda day: days[day])
        said.append(f"{title}: {sum(days.values())} attempts, most on {most.day} {most:%B} ({days[most]})")
    return as_svg(figure, "attempts", f"How many attempts came on each day. {'; '.join(said)}.")


def in_words(shares: Sequence[float]) -> str:
    """A distribution, for who does not see it."""
    if len(shares) < 2:
        return f"{len(shares)} submissions"
    low, middle, high = quantiles(shares, n=4, method="inclusive")
    return f"half of {len(shares)} between {low:.0f} and {high:.0f} %, median {middle:.0f} %"


@rc_context(SETTINGS)
def class_map(scores: ClassScores, students: Sequence[str]) -> str:
    """Every student a line, every exercise a column, as one picture (SVG)."""
    columns = [(exercise, scores.works[name]) for name, found in scores.exercises.items() for exercise in found]
    shares = [
        [numpy.nan if share is None else min(1.0, max(0.0, share)) for share in line]
        for line in ([share_of_exercise(exercise, works.get(one)) for exercise, works in columns] for one in students)
    ]
    figure = Figure(figsize=(WIDTH / PIXELS, 640 / PIXELS), dpi=PIXELS, layout="constrained")
    axes = figure.subplots()
    colours = LinearSegmentedColormap.from_list("points", [LOW, MIDDLE, HIGH])
    shown = axes.imshow(numpy.array(shares), aspect="auto", interpolation="none", cmap=colours, vmin=0, vmax=1)
    shown.set_extent((-0.5, len(columns) - 0.5, len(students) + 0.5, 0.5))  # the first student is number 1
    edge, middles = 0, []
    for found in scores.exercises.values():
        middles.append(edge + (len(found) - 1) / 2)
        edge += len(found)
        if edge < len(columns):
            axes.axvline(edge - 0.5, color=TEXT, linewidth=1)
    names = list(scores.exercises)
    axes.set_xticks(middles, names, rotation=25 if sum(map(len, names)) > 90 else 0)
    axes.set_ylabel("students, most points first", fontsize=11, color=TEXT)
    plain(axes)
    bar = figure.colorbar(shown, ax=axes, ticks=[0, 0.5, 1], label="share of the exercise's points")
    bar.ax.tick_params(colors=TEXT, labelsize=11)
    bar.ax.yaxis.label.set(color=TEXT, fontsize=11)
    bar.outline.set_edgecolor(TEXT)
    words = "The groups in the table below say the same in numbers. An empty place: nothing graded."
    return as_svg(figure, "map", f"{len(students)} students by {len(columns)} exercises, most points first. {words}")


def small_pictures(titles: Collection[str]) -> tuple[Figure, list[Axes]]:
    """A figure with empty axes for each title, ACROSS in a row."""
    rows = -(-len(titles) // ACROSS)
    figure = Figure(figsize=(WIDTH / PIXELS, (30 + 150 * rows) / PIXELS), dpi=PIXELS, layout="constrained")
    places = list(figure.subplots(rows, min(ACROSS, len(titles)), squeeze=False).flat)
    for axes in places[len(titles) :]:
        axes.set_axis_off()
    for axes, title in zip(places, titles, strict=False):
        axes.set_title(title, fontsize=12, color=TEXT)
    return figure, places[: len(titles)]


def count_upwards(axes: Axes) -> None:
    """Plain axes whose upward one counts something: few ticks, at whole numbers."""
    plain(axes)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))


def plain(axes: Axes) -> None:
    """Axes without a box, in the colour of the text."""
    axes.tick_params(colors=TEXT, labelsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(TEXT)


def as_svg(figure: Figure, name: str, words: str) -> str:
    """The picture as an element of a page, on no ground of its own. `name` keeps ids of two pictures apart."""
    file = io.StringIO()
    with rc_context({"svg.hashsalt": name}):  # the same picture has the same ids
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :].replace(TEXT, "currentColor").replace(BAR, "var(--bar)")
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    view = re.search(r'viewBox="[^"]*"', svg)
    inside = svg[svg.index(">") + 1 :]
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {view and view[0]} ' + (
        f'role="img" aria-label="{html.escape(words)}">{inside}'
    )
