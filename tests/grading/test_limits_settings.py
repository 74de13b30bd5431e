"""Every limit that a course can set is spelled once, in Limits: its default, its unit and what it says in the help."""

from __future__ import annotations

from dataclasses import fields

import pytest
from traitlets.config import Config

from autograder.grading.preprocessor import SETTINGS, SealedExecute
from autograder.sealed.limits import KIB, MIB, Limits


def test_without_settings_the_limits_are_the_defaults():
    assert SealedExecute().limits() == Limits()


@pytest.mark.parametrize(
    ("name", "value", "limit"),
    [
        ("cell_cpu", 7.5, 7.5),
        ("memory", 100, 100 * MIB),
        ("cell_output", 3, 3 * KIB),
        ("processes", 9, 9),
        ("preload", ["json"], ("json",)),
        ("unsandboxed", True, True),
        ("cell_timeout", 12, 12),
    ],
)
def test_a_course_sets_a_limit_in_its_unit(name, value, limit):
    config = Config()
    config.SealedExecute[name] = value

    limits = SealedExecute(config=config).limits()

    assert getattr(limits, name) == limit
    others = [field.name for field in fields(Limits) if field.name != name]
    assert [getattr(limits, other) for other in others] == [getattr(Limits(), other) for other in others]


def test_the_help_names_every_setting():
    said = SealedExecute.class_get_help()
    assert all(f"--SealedExecute.{name}=" in said for name in [*SETTINGS, "cell_timeout"])
