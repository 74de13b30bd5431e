"""In CI a skipped test is a failure, however it skips; only a test that needs a GPU may skip, where there is none."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from bank import ROOT

SKIPS = {
    "test_inside.py": "def test(): pytest.skip('no such program')",
    "test_by_a_mark.py": "@pytest.mark.skipif(True, reason='not root')\ndef test(): pass",
    "test_in_a_fixture.py": "@pytest.fixture\ndef a(): pytest.skip('no browser')\ndef test(a): pass",
    "test_whole_file.py": "pytest.skip('no library', allow_module_level=True)",
    "test_expected_to_fail.py": "@pytest.mark.xfail\ndef test(): assert False",
    "gpu/test_without_the_mark.py": "def test(): pytest.skip('a folder is no mark')",
}
NEEDS_A_GPU = "test_needs_a_gpu.py", "@pytest.mark.gpu\ndef test(): pass"


@pytest.fixture(scope="module")
def failed(tmp_path_factory) -> set[str]:
    """The files above that failed, run as CI runs them."""
    folder = tmp_path_factory.mktemp("skips")
    for name, code in [*SKIPS.items(), NEEDS_A_GPU]:
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        (file.parent / "__init__.py").touch()
        file.write_text(f"import pytest\n{code}\n", encoding="utf-8")
    options = ["-c", os.devnull, "--rootdir", ".", "-o", "markers=gpu", "-p", "no:cacheprovider"]
    options += ["-rfE", "--tb=no", "--continue-on-collection-errors"]
    plugins = ["-p", "tests.conftest", "-p", "tests.gpu.conftest"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *plugins],
        cwd=folder,
        env=os.environ | {"CI": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    return set(re.findall(r"^(?:FAILED|ERROR) ([\w/]+\.py)", done.stdout, re.M))


@pytest.mark.slow
@pytest.mark.parametrize("name", SKIPS)
def test_a_skip_is_a_failure_in_ci(name, failed):
    assert name in failed


@pytest.mark.slow
def test_what_needs_a_gpu_is_passed_over_where_there_is_none(failed):
    assert failed == set(SKIPS)
