"""Run nbgrader's own tests sealed, two at a time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbgrader.tests.apps
import pytest

from tests.compat.differences import TESTS


def main() -> int:
    """The modules as `pytest --pyargs nbgrader.tests.apps.…` runs them, without this project's settings for pytest."""
    folder = Path(nbgrader.tests.apps.__file__).parent
    ours = ["-p", "tests.compat.plugin", "-c", os.devnull, "--rootdir", str(folder), "-p", "no:cacheprovider"]
    return pytest.main(
        [*ours, "-ra", "--disable-warnings", "-n", "2", "--dist", "worksteal", *(str(folder / name) for name in TESTS)]
    )


if __name__ == "__main__":
    sys.exit(main())
