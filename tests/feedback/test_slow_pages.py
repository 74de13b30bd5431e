"""Nothing that a submission holds makes a feedback page take long: not its HTML, Markdown or colours."""

from __future__ import annotations

import time

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from autograder.course.settings import grade_sealed
from autograder.feedback.safe_html import safe_html
from tests.feedback.test_safe_pages import in_markdown

SLOW_IN_HTML = {
    "ampersands": "&" * 900_000,
    "entities": "&nbsp;" * 900_000,
    "brackets": "<" * 900_000,
    "nested": "<div>" * 9_999,
    "nested, and closed": "<div>" * 4_999 + "</div>" * 4_999,
    "nested lists": "<ul><li>" * 4_999,
    "nested, and closed by another name": "<div></b>" * 4_999,
    "nested, and closed in a comment": "<div><!--</div>-->" * 3_333,
    "formats that go on in every paragraph": "<b>" * 199 + "<p>" * 9_000,
    "attributes": ("<p " + "a=b " * 1_000 + ">") * 1_000,
    "a long style": "<p style='color:" + "a" * 9_000_000 + "@'>",
    "long": "x" * 20_000_000,
}
SLOW_IN_MARKDOWN = {
    "formulas": "\\\\[" * 300_000,
    "formulas in a line": "\\\\(" * 300_000,
    "environments": "\\begin{a}" * 100_000,
    "environments that end as others": "\\begin{a}x\\end{b}" * 50_000,
    "formulas, just few enough": "\\\\[" * 1_800,
    "links": "[a](" * 300_000,
    "tables": "a|b\n-|-\n" * 100_000,
    "strong": "**a" * 300_000,
}


@pytest.mark.parametrize("name", SLOW_IN_HTML)
def test_no_html_takes_long(name):
    began = time.process_time()
    safe_html(SLOW_IN_HTML[name])
    assert time.process_time() - began < 5  # measured: at most 0.4; without bounds minutes


@pytest.mark.parametrize("name", SLOW_IN_MARKDOWN)
def test_no_markdown_takes_long(name):
    began = time.process_time()
    in_markdown(SLOW_IN_MARKDOWN[name])
    assert time.process_time() - began < 5  # measured: at most 0.4; without bounds minutes


SLOW_IN_TEMPLATES = {
    "links": new_markdown_cell("[a](" * 12_000),
    "links in text that is too much to render": new_markdown_cell("[a](" * 300_000),
    "colours": new_code_cell(outputs=[new_output("stream", text="\x1b[31m" * 200_000)]),
}


@pytest.mark.parametrize("name", SLOW_IN_TEMPLATES)
def test_no_filter_of_a_template_takes_long(name):
    config = Config()
    grade_sealed(config)
    exporter, notebook = HTMLExporter(config=config), new_notebook(cells=[SLOW_IN_TEMPLATES[name]])
    exporter.from_notebook_node(new_notebook())  # reads the templates
    began = time.process_time()
    exporter.from_notebook_node(notebook)
    assert time.process_time() - began < 5  # measured: at most 0.3; without bounds 7 to 16
