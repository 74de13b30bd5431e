"""Debian's packages are never installed unannounced, and not at all for whoever refuses them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bank import ROOT

#: Stands in for Debian's apt-get, which would change this machine: notes what it was asked for.
APT_GET = '#!/bin/sh\necho "apt-get $*"\necho "$*" >> "$ASKED"\n'


def install(programs: list[str], folder: Path, **environment: str) -> tuple[subprocess.CompletedProcess, list[str]]:
    """Run the tool where nothing but an apt-get is on the path; give what it said, and what it asked apt-get for."""
    folder.joinpath("apt-get").write_text(APT_GET, encoding="utf-8")
    folder.joinpath("apt-get").chmod(0o755)
    asked = folder / "asked"
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "system_packages.py", *programs],
        env={"PATH": str(folder), "ASKED": str(asked), **environment},
        capture_output=True,
        text=True,
    )
    return done, asked.read_text(encoding="utf-8").splitlines() if asked.exists() else []


def test_packages_are_refused_with_one_variable_and_the_reason_is_said(tmp_path):
    done, asked = install(["pg_createcluster"], tmp_path, PACKAGES="no")

    assert (done.returncode, asked) == (0, [])
    (line,) = done.stdout.splitlines()
    assert "postgresql (for the test of a gradebook on a PostgreSQL server)" in line
    assert "skipped" in line


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs packages")
def test_one_line_says_what_is_installed_and_why(tmp_path):
    done, asked = install(["ip", "pg_createcluster"], tmp_path)

    (line,) = done.stdout.splitlines()
    assert "iproute2 (for the network namespaces of tests with several machines)" in line
    assert "postgresql (for the test of a gradebook on a PostgreSQL server)" in line
    assert "PACKAGES=no" in line
    assert asked == ["update -qq", "install -y -qq --no-install-recommends iproute2 postgresql"]


def test_nothing_is_said_or_done_when_every_program_or_one_that_does_as_well_is_there(tmp_path):
    for name in ("ip", "chromium"):
        (tmp_path / name).symlink_to(sys.executable)

    done, asked = install(["ip", "chromium-headless-shell"], tmp_path)

    assert (done.stdout, done.stderr, asked) == ("", "", [])
