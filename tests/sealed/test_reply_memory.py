"""How much memory one reply can take where tests run: what is allowed stays below a bound, what is not is refused.

The bound is the number in `docs/limits.md`; nothing here is measured in seconds.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from bank import ROOT
from tests.sealed.worst_replies import BEYOND, WITHIN

pytestmark = pytest.mark.slow
LIMITS = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
SAID = re.search(r"grow by at most ([\d,]+) MiB", LIMITS)
#: of all that the limits allow, those that took most when all were measured
HEAVIEST = ["deques", "one-wide-text", "functions", "layers", "bytes", "booleans", "wide-text-and-booleans"]
HEAVIEST += ["one-column-of-texts"]


def read(name: str) -> dict:
    """What became of a reply in a process of its own."""
    command = [sys.executable, "-m", "tests.sealed.worst_replies", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", HEAVIEST)
def test_the_heaviest_reply_that_is_allowed_takes_no_more_than_the_documentation_says(name):
    assert name in WITHIN

    found = read(name)

    assert found["said"] == "read"
    assert SAID and found["mib"] <= int(SAID[1].replace(",", ""))


@pytest.mark.parametrize("name", BEYOND)
def test_a_reply_beyond_the_limits_is_refused_within_bounded_memory(name):
    found = read(name)

    assert found["said"].startswith("refused")
    assert SAID and found["mib"] <= int(SAID[1].replace(",", ""))


@pytest.mark.parametrize("name", ["more-text", "more-bytes"])
def test_what_its_head_already_says_is_too_large_is_not_read_at_all(name):
    assert read(name)["mib"] <= 4
