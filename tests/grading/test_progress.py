"""What a run says of the time that is left."""

from __future__ import annotations

import random
import sys

import pytest
from rich.console import Console

from autograder.grading.progress import Bar, Pace, Progress

PIECES = 104


def finish_times(start_up: float, workers: int, seconds: float) -> list[float]:
    """When workers that first start up finish each piece of work. Pieces differ by up to half from the mean."""
    draw = random.Random(f"{start_up} {workers} {seconds}")
    free, finished = [start_up] * workers, []
    for _ in range(PIECES):
        worker = free.index(min(free))
        free[worker] += seconds * draw.uniform(0.5, 1.5)
        finished.append(free[worker])
    return sorted(finished)


@pytest.mark.parametrize("start_up", [0.0, 9.0, 60.0])
@pytest.mark.parametrize("workers", [1, 2, 8])
@pytest.mark.parametrize("seconds", [0.05, 3.0])
def test_the_time_left_is_right_within_a_factor_of_two_once_a_tenth_is_done(start_up, workers, seconds):
    times = finish_times(start_up, workers, seconds)
    pace, said = Pace(), 0

    for number, now in enumerate(times[:-1], 1):
        pace.finished(now)
        left, true = pace.seconds_left(PIECES - number), times[-1] - now
        if number < PIECES / 10:
            assert left is None
        elif true > seconds * 2:  # what still runs at the very end is not a matter of pace
            said += 1
            assert true / 2 <= left <= true * 2

    assert said > PIECES / 2


def test_nothing_is_said_of_the_time_before_anything_was_finished_or_when_all_came_at_once():
    pace = Pace()
    assert pace.in_words(PIECES) == ""

    for _ in range(3):
        pace.finished(5.0)
    assert pace.in_words(1) == ""


@pytest.mark.parametrize("name", ["[/b]", "[red]", ":smile:"])
def test_a_name_is_no_markup_above_a_bar(monkeypatch, capsys, name):
    with Progress("graded", 1) as progress:
        progress.bar = Bar(console=Console(file=sys.stdout))
        progress.say(f"needs a look: {name} / ps1")

    assert f"needs a look: {name} / ps1" in capsys.readouterr().out
