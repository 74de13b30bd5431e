"""Every case that docs/kinds.md names exists, and every kind has at least five."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sealed import crossing_cases, further_cases
from tests.stoppers import STOPPERS

ROOT = Path(__file__).parents[2]
ROWS = [line for line in (ROOT / "docs" / "kinds.md").read_text(encoding="utf-8").splitlines() if "`" in line[:3000]]
ROWS = [line.strip("| ").split(" | ") for line in ROWS if line.startswith("| ")]
NAMES = {stopper.name for stopper in STOPPERS}
WORDS = "two three four five six seven eight nine ten"
NUMBERS = {word: number for number, word in enumerate(WORDS.split(), 2)}
NUMBERS |= {"thirteen": 13, "twenty-four": 24, "twenty-nine": 29, "thirty-six": 36, "forty-one": 41}


def count(case: str) -> int:
    """How many cases a name stands for, 0 when there is none of that name."""
    kind, _, name = case.partition("/")
    if kind == "further":
        made = further_cases.KINDS.get(name)
        return max(len(made.hostile), len(further_cases.HANDED) if name == "globals" else 0) if made else 0
    if kind == "stopper":
        return int(name in NAMES)
    if kind == "crosses":
        return int(name in crossing_cases.CROSSES)
    if kind == "bank" and not case.endswith(".py"):
        return int((ROOT / f"{case}.py").is_file())
    if kind == "hostile":
        return len(list((ROOT / "bank").glob(f"*/*/hostile/{name}.py")))
    file, _, test = case.partition("::")
    if not test:
        return len(list((ROOT / "bank").glob("*/*/wrong/*.py"))) if (ROOT / "tests" / file).is_file() else 0
    return int(f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_kind_names_five_cases_that_exist(row):
    found = [(case, count(case), said) for case, said in re.findall(r"`([^`]+)`(?: \(([a-z-]+)\))?", row[2])]

    assert [case for case, number, _ in found if not number] == []
    assert sum(NUMBERS.get(said, number) for _, number, said in found) >= 5


def test_the_table_has_the_kinds():
    assert len(ROWS) > 20 and all(len(row) == 3 for row in ROWS)
