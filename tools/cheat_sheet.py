"""Write docs/cheat-sheet.html: the recipes of all lessons, on two pages of A4.

    python -m tools.cheat_sheet

A recipe stands in its lesson, in the cells `recipe` and `recipe-code`. Change it there.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

import nbformat
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from coursekit.lessons import LESSONS

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "docs" / "cheat-sheet.html"
TEMPLATE = Path(__file__).resolve().parent / "cheat_sheet.html"


def main() -> None:
    SHEET.write_text(sheet(), encoding="utf-8")
    print(SHEET.relative_to(ROOT))


def sheet() -> str:
    """The whole page. It needs no other file."""
    boxes = "\n".join(box(unit, lesson) for unit, lesson in enumerate(LESSONS) if unit)  # lesson 0 has no unit
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(boxes=boxes)


def box(unit: int, lesson: str) -> str:
    """The recipe of a lesson: its number and name, what it does, and the code."""
    name = lesson.partition("-")[2].replace("-", " ")
    does, code = recipe(lesson)
    lines = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip()
    return (
        f"<section><h2><span>{unit}</span> {name}</h2>\n<p>{MarkdownIt('commonmark').renderInline(does)}</p>\n"
        f'<pre tabindex="0" aria-label="Recipe {unit}"><code>{lines}</code></pre></section>'
    )


def recipe(lesson: str) -> tuple[str, str]:
    """What the recipe of a lesson does, in markdown, and its code."""
    cells = {cell.id: cell.source for cell in nbformat.read(ROOT / "notebooks" / f"{lesson}.ipynb", as_version=4).cells}
    _, does, *_ = cells["recipe"].split("\n\n")
    return does.replace("\n", " "), cells["recipe-code"]


if __name__ == "__main__":
    main()
