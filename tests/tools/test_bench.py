"""The bench: how a class is worked out from a few submissions, and what it says about a unit that is not there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tools.bench.commands import Run, side_by_side
from tools.bench.short import Repeat, StockUnit, result
from tools.course_copy import ROOT


def test_a_class_is_worked_out_with_one_start_and_each_submission_at_its_own_time():
    stock = [
        StockUnit("01-a", 2, seconds=10.0, start_seconds=2.0),
        StockUnit("02-b", 2, seconds=8.0, start_seconds=2.0),
    ]
    assert stock[0].seconds_for(2) == 10.0
    assert stock[0].seconds_for(10) == 2.0 + 10 * 4.0

    found = Repeat(stock, Run(4.0, 7.0, 1, 1), students=10, side_by_side=1.0).summary()

    assert found["stock_per_second"] == pytest.approx(20 / (42.0 + 32.0))
    assert found["sealed_per_second"] == pytest.approx(20 / 4.0)
    assert found["ratio"] == pytest.approx((42.0 + 32.0) / 4.0)


def test_the_result_is_the_median_of_the_repeats_own_ratios():
    same = {"stock_per_second": 1.0, "sealed_per_second": 9.0, "side_by_side": 1.0}
    repeats = [same | {"ratio": ratio} for ratio in (9.0, 31.0, 10.0)]
    assert result(repeats)["ratio"] == 10.0


def test_two_loops_side_by_side_are_timed_against_one():
    assert side_by_side(rounds=1) > 0


def test_an_unknown_unit_is_said_in_a_sentence():
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "--units", "77"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "there is no unit '77'. Next step: choose from 01, 02" in done.stderr
