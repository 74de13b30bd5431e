"""Lessons and assignments as pages: links lead to pages and cells, and the code of checks is folded."""

from __future__ import annotations

import re
import sys
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from nbformat import NotebookNode
from sphinx import addnodes
from sphinx.application import Sphinx

#: JupyterLab's link to a cell; Sphinx knows links to headings only
TO_A_CELL = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+\.ipynb#cell-id=[\w-]+)\)")
#: a link in HTML to a notebook of the course, in a lesson's text or in what a quiz shows
HREF = re.compile(r'href="([^":]+)\.ipynb([#"])')
MINE = "../my-work/"  #: a learner's own assignments; the site has those of release/
WIDGETS = "application/vnd.jupyter.widget-state+json"


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", read)
    app.connect("doctree-read", finish)
    app.connect("html-page-context", leave_widgets_out, priority=900)  # after MyST-NB has added them
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def read(app: Sphinx, page: str, source: list[str]) -> None:
    """Change the notebook's text before it is parsed. Code stays as it is, so that nothing runs again."""
    if not page.startswith(("notebooks/", "release/")):
        return
    notebook = nbformat.reads(source[0], as_version=4)
    if page.startswith("release/"):
        prepare_assignment(notebook)
    notebook.cells = [part for cell in notebook.cells for part in marked(cell)]
    source[0] = nbformat.writes(notebook)


def prepare_assignment(notebook: NotebookNode) -> None:
    """Its title comes first and says what it is; what JupyterLab folds is folded."""
    notebook.cells.sort(key=lambda cell: cell.id != "title")
    title = notebook.cells[0]
    title.source = title.source.replace("# ", "# Assignment ", 1)
    for cell in notebook.cells:
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.metadata.tags = [*cell.metadata.get("tags", []), "hide-input"]


def marked(cell: NotebookNode) -> list[NotebookNode]:
    """The cell with its mark, to which links lead as in JupyterLab. A title stays the first thing on its page."""
    mark = f'<div id="cell-id={escape(cell.id)}"></div>'
    if cell.cell_type != "markdown":
        return [nbformat.v4.new_markdown_cell(mark), cell]
    text = TO_A_CELL.sub(r'<a href="\2">\1</a>', cell.source).replace(f"({MINE}", "(../release/")
    title, line, rest = text.partition("\n") if text.startswith("# ") else ("", "", text)
    cell.source = f"{title}{line}{line}{mark}\n\n{rest}"
    return [cell]


def finish(app: Sphinx, document: nodes.document) -> None:
    """Turn links to notebooks into links to their pages, and a link to the cheat sheet into one that opens it."""
    for html in document.findall(nodes.raw):
        write(html, HREF.sub(r'href="\1.html\2', without_paths(app, html.astext())))
    for shown in document.findall(nodes.literal_block):
        write(shown, without_paths(app, shown.astext()))
    page = app.env.current_document.docname
    for link in list(document.findall(addnodes.download_reference)):
        if link["reftarget"].endswith(".html"):  # html_extra_path puts it at the top
            uri = "../" * page.count("/") + link["reftarget"].rpartition("/")[2]
            link.replace_self(nodes.reference("", "", *link.children, refuri=uri, internal=True))


def write(shown: nodes.TextElement, text: str) -> None:
    if text != shown.astext():
        shown.rawsource, shown.children = text, []
        shown += nodes.Text(text)


def without_paths(app: Sphinx, text: str) -> str:
    """What a cell shows, without the folders of whoever built the site."""
    environment = Path(sys.prefix)  # it lies elsewhere when a version is built
    text = text.replace(f"{environment}/", f"{environment.name}/").replace(f"{app.srcdir}/", "")
    return text.replace(str(Path.home()), "~")


def leave_widgets_out(app: Sphinx, page: str, template: str, context: dict[str, Any], document: nodes.document) -> None:
    """No page has the state of its widgets: it shows their static form."""
    scripts = context["script_files"]
    context["script_files"] = [one for one in scripts if getattr(one, "attributes", {}).get("type") != WIDGETS]
