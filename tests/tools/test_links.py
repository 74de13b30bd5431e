"""`make links` puts one-click links into README and lessons of a copy that has an address."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bank import ROOT
from tools import links

ADDRESS = "https://mybinder.org/v2/gh/ada/course/HEAD?urlpath=lab/tree/my-course/notebooks/"


@pytest.fixture
def copy(tmp_path) -> Path:
    shutil.copy(ROOT / "README.md", tmp_path)
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    return tmp_path


def cells(folder: Path) -> dict[str, list[dict]]:
    return {
        path.name: json.loads(path.read_text(encoding="utf-8"))["cells"] for path in folder.glob("notebooks/*.ipynb")
    }


def test_every_lesson_has_a_link_to_itself_at_the_end_of_its_first_cell_and_nothing_else_changes(copy):
    before = cells(ROOT)

    links.main("ada/course", copy)

    for name, (first, *others) in cells(copy).items():
        was = "".join(before[name][0]["source"])
        was = links.LINE.sub("", was)
        assert "".join(first["source"]) == f"{was}\n\n[Open this lesson in the browser]({ADDRESS}{name})"
        assert others == before[name][1:]


def test_the_readme_leads_to_binder_and_to_a_codespace(copy):
    links.main("ada/course", copy)

    said = (copy / "README.md").read_text(encoding="utf-8")
    assert f"]({ADDRESS}00-start-here.ipynb)" in said and "](https://codespaces.new/ada/course)" in said
    assert "no public address yet" not in said
    assert said.partition(links.BEGIN)[0] == (ROOT / "README.md").read_text(encoding="utf-8").partition(links.BEGIN)[0]


def test_a_second_run_replaces_the_links(copy):
    links.main("grace/other", copy)
    links.main("ada/course", copy)
    once = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}

    links.main("ada/course", copy)

    assert {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()} == once
    assert not any(b"grace" in content for content in once.values())


@pytest.mark.slow
def test_lessons_with_links_are_as_committed_lessons_must_be(copy):
    links.main("ada/course", copy)
    shutil.copytree(ROOT / "tools", copy / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "source", copy / "source")

    done = subprocess.run([sys.executable, "tools/notebooks.py"], cwd=copy, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["", "course", "a/b/c", "https://example.org/a/b", "ada/course)"])
def test_what_is_no_repository_is_refused_in_a_sentence(copy, name):
    with pytest.raises(SystemExit, match="Next step: make links REPOSITORY=owner/name"):
        links.main(name, copy)
