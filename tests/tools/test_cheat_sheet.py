"""The cheat sheet holds the recipes of the lessons as they are today, and needs nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest

from coursekit.lessons import LESSONS
from tools.cheat_sheet import SHEET, recipe, sheet

PAGE = SHEET.read_text(encoding="utf-8")
UNITS = LESSONS[1:]


def test_the_cheat_sheet_is_up_to_date():
    assert sheet() == PAGE, "A recipe has changed. Next step: make cheat-sheet"


@pytest.mark.parametrize("name", UNITS)
def test_the_cheat_sheet_shows_the_recipe_of_every_unit_as_it_is(name):
    blocks = re.findall(r"<pre[^>]*>(.*?)</pre>", PAGE, re.DOTALL)
    shown = unescape(re.sub("<[^>]*>", "", blocks[UNITS.index(name)]))

    assert shown == recipe(name)[1]


def test_the_cheat_sheet_needs_no_other_file():
    assert not re.search(r"\b(src|href)=|url\(|@import", PAGE)
