"""The files of the site: every link leads somewhere, every picture has words, nothing is loaded from elsewhere."""

from __future__ import annotations

import re
import runpy
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from bank import ROOT
from tests.site.pages import Site, read
from tools.site.__main__ import build
from tools.site.notebooks import without_paths
from tools.site.sections import section

ELSEWHERE = re.compile(r"^(https?:)?//")
#: what a style sheet loads
LOADED = re.compile(r"""(?:url\(|@import\s+)["']?((?:https?:)?//[^"')\s]+)""")


def test_every_link_leads_to_a_file_and_to_a_place_in_it(site: Site):
    broken = []
    for path, page in site.pages.items():
        for link in [*page.links, *page.loads]:
            target = urlsplit(link)
            if target.scheme or target.netloc:
                continue
            file = (path.parent / unquote(target.path)).resolve() if target.path else path
            known = site.pages[file].ids if file in site.pages else []
            if not file.is_file() or (target.fragment and unquote(target.fragment) not in known):
                broken.append(f"{path.relative_to(site.root)}: {link}")
    assert broken == []


def test_no_place_is_named_twice_on_a_page(site: Site):
    twice = {
        str(path.relative_to(site.root)): names
        for path, page in site.pages.items()
        if (names := [name for name, count in Counter(page.ids).items() if count > 1])
    }
    assert twice == {}


def test_every_picture_has_alternative_text(site: Site):
    assert {str(path): page.without_text for path, page in site.pages.items() if page.without_text} == {}


def test_no_page_and_no_style_sheet_loads_anything_from_elsewhere(site: Site):
    loaded = [url for page in site.pages.values() for url in page.loads if ELSEWHERE.match(url)]
    for sheet in [*site.root.rglob("*.css"), *site.pages]:
        loaded += LOADED.findall(sheet.read_text(encoding="utf-8"))
    assert loaded == []


def test_no_page_tells_where_it_was_built(site: Site):
    assert [str(path) for path in site.pages if str(ROOT) in path.read_text(encoding="utf-8")] == []


def test_what_a_cell_shows_names_no_folder_of_a_site_that_is_built_beside_its_environment(tmp_path):
    shown = f"{sys.prefix}/lib/torch/a.py warns, as {tmp_path}/notebooks does"

    said = without_paths(SimpleNamespace(srcdir=tmp_path), shown)

    assert said == f"{Path(sys.prefix).name}/lib/torch/a.py warns, as notebooks does"


def test_every_lesson_and_assignment_has_a_page_with_a_mark_for_each_of_its_cells(site: Site):
    notebooks = [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("release/*/*.ipynb")]
    missing = []
    for notebook in notebooks:
        marks = site.pages[site.root / notebook.relative_to(ROOT).with_suffix(".html")].ids
        cells = nbformat.read(notebook, as_version=4).cells
        missing += [f"{notebook.name}: {cell.id}" for cell in cells if f"cell-id={cell.id}" not in marks]
    assert len(notebooks) > 20
    assert missing == []


def test_every_guide_is_a_page(site: Site):
    guides = [*ROOT.glob("docs/*.md"), *ROOT.glob("docs/site/*.md"), ROOT / "autograder" / "README.md"]
    pages = {site.root / path.relative_to(ROOT).with_suffix(".html") for path in guides}
    assert pages - set(site.pages) == set()


def test_a_lesson_opens_on_binder_when_the_address_of_the_repository_is_set(tmp_path, monkeypatch, site):
    monkeypatch.setenv("REPOSITORY", "https://github.com/someone/course.git")
    assert build(tmp_path / "html")

    lesson = read(tmp_path / "html").pages[tmp_path / "html" / "notebooks" / "04-restoring.html"]
    address = "https://mybinder.org/v2/gh/someone/course/HEAD?urlpath=lab/tree/notebooks/04-restoring.ipynb"
    assert address in lesson.links
    assert not any("binder" in link for page in site.pages.values() for link in page.links)


@pytest.mark.parametrize(
    ("repository", "place"),
    [
        ("someone/course", "gh/someone/course"),
        ("https://gitlab.com/group/some/course.git", "gl/group%2Fsome%2Fcourse"),
        ("https://git.example.org/a/course", "git/https%3A%2F%2Fgit.example.org%2Fa%2Fcourse"),
    ],
)
def test_binder_finds_repositories_of_other_hosts_too(repository, place):
    binder = runpy.run_path(str(ROOT / "docs" / "site" / "conf.py"))["binder"]
    assert binder(repository) == f"https://mybinder.org/v2/{place}/HEAD?urlpath=lab/tree/"


def test_a_section_takes_those_in_it_along_and_a_comment_in_code_is_no_heading():
    text = "# A\n\nabout\n\n## B\n\n```\n# a comment\n```\n\n### B1\n\nend\n\n## C\n"
    assert section(text, "A").strip() == "about"
    assert section(text, "B").strip() == "```\n# a comment\n```\n\n## B1\n\nend"
    with pytest.raises(ValueError, match="no heading 'D'"):
        section(text, "D")
