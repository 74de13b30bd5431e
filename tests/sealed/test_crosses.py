"""Every line of `docs/what-crosses.md` by a test: what crosses is the same plain and sealed, and what does not."""

import re
import textwrap
from pathlib import Path

import pytest

from autograder.sealed.plan.names import names_of
from autograder.sealed.tests_side.proxies import RemoteType
from tests.sealed.crossing_cases import CROSSES, STAYS
from tests.sealed.joined import joined
from tests.sealed.one import grade

# Lines that one process cannot show: both sides of a bridge in it have one folder, one stdout, one environment.
OF_A_PROCESS = ["no-grad", "working-folder", "printed", "warnings", "logging", "environment", "patched"]
OF_A_PROCESS += ["setup-random", "setup-data", "open-file", "current-figure"]
TABLE = Path(__file__).parents[2] / "docs" / "what-crosses.md"


def run(code: str, space: dict[str, object]) -> dict[str, object]:
    """Run a cell's code in a namespace; returns it."""
    space["__name__"] = "__main__"
    exec(compile(textwrap.dedent(code), "<cell>", "exec"), space)
    return space


def run_sealed(answer: str, test: str) -> None:
    """Run a test's code on the one side of a bridge, with the names that an answer's code binds on the other."""
    space = run(answer, {})
    with joined(space) as bridge:
        own = names_of(textwrap.dedent(test)).bound
        found = bridge.fetch([name for name in space if not name.startswith("__")], own)
        asked_for = [name for name in found if f"class {name}" in answer and f"{name}(" in test]
        bridge.classes |= {found[name] for name in asked_for if isinstance(found[name], RemoteType)}
        bridge.names.space |= found
        run(test, bridge.names.space)


@pytest.mark.parametrize("line", CROSSES)
def test_what_crosses_is_what_it_is_in_one_process(line):
    answer, test = CROSSES[line]
    run(test, run(answer, {}))


@pytest.mark.parametrize("line", CROSSES)
def test_what_crosses_is_the_same_over_the_bridge(line):
    run_sealed(*CROSSES[line])


@pytest.mark.parametrize("line", [line for line in STAYS if line not in OF_A_PROCESS])
def test_what_does_not_cross_is_as_the_table_says(line):
    run_sealed(*STAYS[line])


@pytest.mark.slow
@pytest.mark.parametrize("line", OF_A_PROCESS)
def test_what_belongs_to_a_process_is_as_the_table_says(line):
    answer, test = (CROSSES | STAYS)[line]
    tools = "import os, torch\ndrawn = os.urandom(4)\nrows = [1, 2]"
    assert grade(tools, textwrap.dedent(answer), textwrap.dedent(test)).failures == []


def test_the_table_and_its_tests_have_the_same_lines():
    crosses, stays = TABLE.read_text(encoding="utf-8").split("## What does not cross")
    for part, tested in ((crosses, CROSSES), (stays, STAYS)):
        listed = re.findall(r"^\| `([\w-]+)` \|", part, re.MULTILINE)
        assert sorted(listed) == sorted(tested)
