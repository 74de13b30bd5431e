"""Pages without scripts: what a submission shows, as a browser of somebody else may show it.

Both feedback pages and formgrader are made by nbconvert's HTMLExporter, so its `preprocessors` and `filters` in
nbgrader_config.py reach them all; `autograder config` prints these lines.
`HTMLExporter.sanitize_html` does not do: the templates of nbgrader ask nobody before they show Markdown, and tables of
pandas, headings and images do not survive it.
"""

from __future__ import annotations

import html
from collections.abc import Mapping

from bleach.css_sanitizer import ALLOWED_CSS_PROPERTIES, CSSSanitizer
from bleach.sanitizer import ALLOWED_PROTOCOLS, ALLOWED_TAGS, Cleaner
from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

TEXT = ["br", "center", "del", "details", "dfn", "div", "hr", "img", "ins", "kbd", "mark", "p", "pre", "q", "s", "samp"]
TEXT += ["small", "span", "sub", "summary", "sup", "u", "var", "h1", "h2", "h3", "h4", "h5", "h6"]
LISTS = ["dl", "dt", "dd", "figure", "figcaption"]
TABLES = ["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"]
TAGS = ALLOWED_TAGS | {*TEXT, *LISTS, *TABLES}
GONE = ["script", "style", "template"]  #: with what they hold; of other forbidden tags the text inside stays
ATTRIBUTES = {"alt", "align", "border", "colspan", "height", "open", "rowspan", "start", "title", "valign", "width"}
# Not `position`, `z-index` or margins below zero: nothing may cover what belongs to the page.
CSS = CSSSanitizer(ALLOWED_CSS_PROPERTIES | {"max-height", "max-width", "padding", "border", "border-collapse"})
MOST_TAGS = 10_000  #: cleaning takes seconds for as many that are nested; a long table of pandas has 6,000
SHOWN = {"text/plain", "text/latex", "text/markdown", "image/png", "image/jpeg", "image/svg+xml"}  #: as they are


class SafeOutputs(Preprocessor):
    """Leave of every output what needs no script, clean its HTML, and drop metadata that a template would believe."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        for output in cell.get("outputs", []):
            if "data" in output:
                output.metadata = sizes_and_texts(output.metadata)
                output.data = safe_data(output.data)
        return cell, resources


def safe_data(data: Mapping[str, object]) -> NotebookNode:
    shown = {mime: value for mime, value in data.items() if mime in SHOWN}
    if "text/html" in data:
        shown["text/html"] = safe_html(data["text/html"])
    if data and not shown:
        shown["text/plain"] = f"[not shown here: {', '.join(data)}]"
    return NotebookNode(shown)


def sizes_and_texts(metadata: Mapping[str, object]) -> NotebookNode:
    """The numbers and alternative texts of pictures. The templates write a width into the page without quotes."""
    kept = NotebookNode()
    for mime, about in metadata.items():
        if isinstance(about, Mapping):
            sizes = {key: about[key] for key in ("width", "height") if type(about.get(key)) in (int, float)}
            kept[mime] = NotebookNode(sizes | ({"alt": str(about["alt"])} if "alt" in about else {}))
    return kept


@pass_context
def safe_markdown(context: Mapping, source: str) -> str:
    """Take the place of nbconvert's filter `markdown2html`, in every template."""
    renderer = IPythonRenderer(
        escape=False,  # cleaned below
        exclude_anchor_links=True,  # no element keeps its id
        attachments=context.get("cell", {}).get("attachments", {}),
    )
    try:
        rendered = MarkdownWithMath(renderer=renderer).render(source)
    except Exception:  # a missing attachment, say: that ends the page, and with it the feedback of everybody after it
        return as_text(source)
    return safe_html(rendered)


def safe_html(source: str | bytes) -> str:
    """HTML with nothing in it that acts. Takes the place of nbconvert's filter `clean_html`."""
    text = source.decode() if isinstance(source, bytes) else str(source)
    if text.count("<") > MOST_TAGS:
        return as_text(text)
    soup = BeautifulSoup(text, features="html.parser")
    for element in soup(GONE):
        element.decompose()
    return Cleaner(TAGS, is_allowed, protocols=ALLOWED_PROTOCOLS | {"data"}, strip=True, css_sanitizer=CSS).clean(
        str(soup)
    )


def as_text(source: str) -> str:
    return f"<pre>{html.escape(source)}</pre>"


def is_allowed(tag: str, name: str, value: str) -> bool:
    """No id, and few classes: the scripts of formgrader find their own elements by these."""
    if name == "class":
        return all(word in ("highlight", "dataframe") or len(word) <= 2 for word in value.split())  # 2: code in colours
    if name == "src":
        return tag == "img" and (not is_data(value) or value.startswith("data:image/"))
    if name == "href":
        return tag == "a" and not is_data(value)
    return name in ATTRIBUTES or name == "style"


def is_data(address: str) -> bool:
    return "".join(address.split()).lower().startswith("data:")
