"""Two directives: a section of a Markdown file that stands elsewhere, and the syllabus, read from the notebooks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

import nbformat
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FENCE = re.compile(r"^\s*```")
HEADING = re.compile(r"^(#+) (.*)")
RELATIVE = re.compile(r"\]\((?![a-z]+:|#|/)")
TO_A_CELL = re.compile(r"#cell-id=[\w-]+")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("section", Section)
    app.add_directive("syllabus", Syllabus)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Section(SphinxDirective):
    """What stands below a heading of a Markdown file at the top of the repository."""

    required_arguments = 1
    option_spec: ClassVar = {"of": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        file = Path(self.env.srcdir, self.arguments[0])
        self.env.note_dependency(str(file))
        text = section(file.read_text(encoding="utf-8"), self.options["of"])
        return self.parse_text_to_nodes(RELATIVE.sub("](/", text), allow_section_headings=True)


class Syllabus(SphinxDirective):
    """Every lesson with its promise, and its assignment with points and minutes."""

    def run(self) -> list[nodes.Node]:
        root, parts = Path(self.env.srcdir), []
        for lesson in sorted((root / "notebooks").glob("[0-9]*.ipynb")):
            parts.append(entry(root, lesson))
            self.env.note_dependency(str(lesson))
        return self.parse_text_to_nodes("\n\n".join(parts), allow_section_headings=True)


def section(text: str, heading: str) -> str:
    """The text below a heading with the sections in it, whose headings become those of a page's own sections.

    Below the title of a file: the text before its first section. Raises ValueError when there is no such heading.
    """
    found: list[str] | None = None
    level = 0
    in_code = False
    for line in text.splitlines():
        in_code ^= bool(FENCE.match(line))
        title = None if in_code else HEADING.match(line)
        if title and found is not None and (level == 1 or len(title[1]) <= level):
            break
        if title and title[2] == heading:
            found, level = [], len(title[1])
        elif found is not None:
            found.append(line[level - 1 :] if title else line)
    if found is None:
        raise ValueError(f"There is no heading {heading!r}. Next step: name one that is there.")
    return "\n".join(found)


def entry(root: Path, lesson: Path) -> str:
    """A lesson's title and what its first cell says; then links to it and to its assignment."""
    title, _, rest = nbformat.read(lesson, as_version=4).cells[0].source.partition("\n")
    about = rest.partition("\n[")[0]  # what follows is a list of links for whoever is in the lesson
    about = RELATIVE.sub("](/notebooks/", TO_A_CELL.sub("", about.strip()))
    said = [f"#{title}", about, f"[Lesson {title.split()[1]}](/notebooks/{lesson.name})"]
    for assignment in (root / "release" / lesson.stem).glob("*.ipynb"):
        cells = {cell.id: cell.source for cell in nbformat.read(assignment, as_version=4).cells}
        facts = cells["title"].split("\n\n")[1].strip("*")
        said[-1] += f" · [assignment {title.split()[1]}](/{assignment.relative_to(root)}): {facts}"
    return "\n\n".join(said)
