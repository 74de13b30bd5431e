"""Pages without scripts: what a submission shows, as a browser of somebody else may show it.

Both feedback pages and formgrader are made by nbconvert's HTMLExporter, so its `preprocessors` and `filters` in
nbgrader_config.py reach them all; `autograder config` prints these lines.
`HTMLExporter.sanitize_html` does not do: the templates of nbgrader ask nobody before they show Markdown, and tables of
pandas, headings and images do not survive it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import nh3
from jinja2 import pass_context
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters import ansi2html, strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

TEXT = {"a", "abbr", "acronym", "b", "blockquote", "br", "center", "code", "del", "details", "dfn", "div", "em", "hr"}
TEXT |= {"i", "img", "ins", "kbd", "mark", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary"}
TEXT |= {"sup", "u", "var", "h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"ol", "ul", "li", "dl", "dt", "dd", "figure", "figcaption"}
TABLES = {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"}
GONE = {"script", "style", "template"}  #: with what they hold; of other forbidden tags the text inside stays
ATTRIBUTES = {"alt", "align", "border", "class", "colspan", "height", "open", "rowspan", "start", "style", "title"}
ATTRIBUTES |= {"valign", "width"}
SCHEMES = {"http", "https", "mailto", "data"}
# Not `position`, `z-index` or margins: nothing may cover what belongs to the page. Nor values with brackets other than
# a colour's, quotes or backslashes: nothing is fetched.
STYLES = re.compile(
    r"(background-color|border(-[a-z]+)?|color|display|float|font(-[a-z]+)?|height|letter-spacing|line-height"
    r"|max-height|max-width|overflow|padding|text-[a-z]+|vertical-align|white-space|width)"
    r"\s*:[\w\s.,%#!+-]*(rgba?\([\d\s.,%]*\)[\w\s.,%#!+-]*)?",
    re.ASCII | re.IGNORECASE,
)
LONGEST_STYLE = 1_000  #: characters of one attribute
SHOWN = {"text/plain", "text/latex", "text/markdown", "image/png", "image/jpeg", "image/svg+xml"}  #: as they are

# What cleaning costs grows faster than these. The worst input within them takes a third of a second.
LONGEST = 10_000_000  #: characters of HTML; a picture in it may have several million
MOST_TAGS = 10_000  #: a long table of pandas has 6,000
MOST_ENTITIES = 20_000  #: "&"
DEEPEST = 200  #: tags inside tags; browsers stop at 512
LONGEST_MARKDOWN = 50_000  #: characters
MOST_FORMULAS = 10_000_000  #: starts of formulas, times characters: for each start the whole rest is searched
MOST_COLOURS = 1_000_000_000  #: colours of a text, times characters: for each colour the whole rest is copied
LONGEST_TEXT = 100_000  #: characters that are shown of what is not cleaned; nbgrader's LimitOutput keeps as many

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
ADDRESS = re.compile(r"#|[a-z][a-z0-9+.-]*:", re.IGNORECASE)  #: on the page, or the same from anywhere
FILES = re.compile(r"(href|src)=(['\"]?)/?files/")
FORMULA = re.compile(r"\\\\[\[(]|\\begin\{")
# HTML lets their end be left out, or they have none.
NOT_CLOSED = {"br", "hr", "img", "col", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup"}


class SafeOutputs(Preprocessor):
    """Leave of every output what needs no script, clean its HTML, and drop metadata that a template would believe."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clean the outputs of one cell in place, as nbconvert asks for each cell."""
        for output in cell.get("outputs", []):
            if "data" in output:
                output.metadata = sizes_and_texts(output.metadata)
                output.data = safe_data(output.data)
        return cell, resources


def safe_data(data: Mapping[str, Any]) -> NotebookNode:
    """The part of a MIME bundle that a page may show; a line that says what is missing when nothing is left.

    Source of the format: https://nbformat.readthedocs.io/en/latest/format_description.html#display-data
    """
    shown = {mime: value for mime, value in data.items() if mime in SHOWN}
    if "text/html" in data:
        shown["text/html"] = safe_html(data["text/html"])
    if "text/plain" in shown:
        shown["text/plain"] = beginning(shown["text/plain"])
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
def safe_markdown(context: Mapping[str, Any], source: str) -> str:
    """Take the place of nbconvert's filter `markdown2html`, in every template."""
    if len(source) > LONGEST_MARKDOWN or len(source) * len(FORMULA.findall(source)) > MOST_FORMULAS:
        return as_text(source)
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


def without_files_prefix(text: str) -> str:
    """Take the place of nbconvert's filter `strip_files_prefix`, which for each "[" searches the whole rest."""
    return FILES.sub(r"\1=\2", text)


def safe_colours(text: str) -> str:
    """Take the place of nbconvert's filter `ansi2html`: text with more colours than anybody looks at has none."""
    return ansi2html(text if len(text) * text.count("\x1b") <= MOST_COLOURS else strip_ansi(text))


def safe_html(source: str | bytes) -> str:
    """HTML with nothing in it that acts. Takes the place of nbconvert's filter `clean_html`."""
    text = source.decode() if isinstance(source, bytes) else str(source)
    if len(text) > LONGEST or text.count("<") > MOST_TAGS or text.count("&") > MOST_ENTITIES or depth(text) > DEEPEST:
        return as_text(text)
    return CLEANER.clean(text).replace('<details open="">', "<details open>")  # no text or value can hold a bare "<"


def depth(text: str) -> int:
    """How many tags are open at once, at most. Counted by name, since a tag closes only its own kind."""
    is_open: Counter[str] = Counter()
    now = deepest = 0
    for end, name in TAG.findall(text):
        name = name.lower()
        if name in NOT_CLOSED:
            continue
        if not end:
            is_open[name] += 1
            now += 1
            deepest = max(deepest, now)
        elif is_open[name]:
            is_open[name] -= 1
            now -= 1
    return deepest


def as_text(source: str) -> str:
    """HTML that shows a source instead of rendering it."""
    return f"<pre>{html.escape(beginning(source))}</pre>"


def beginning(text: str) -> str:
    """As much of a text as a page can show."""
    left_out = len(text) - LONGEST_TEXT
    return text if left_out <= 0 else f"{text[:LONGEST_TEXT]}\n[{left_out:,} more characters are not shown here]"


def allowed(tag: str, name: str, value: str) -> str | None:
    """An attribute's value as far as it may stay; None when the attribute goes.

    No id, and few classes: the scripts of formgrader find their own elements by these.
    """
    if name == "class":  # two letters: code in colours
        return value if all(word in ("highlight", "dataframe") or len(word) <= 2 for word in value.split()) else None
    if name == "style":
        return allowed_style(value)
    if is_data(value) and name in ("href", "src"):
        return value if name == "src" and value.startswith("data:image/") else None
    if name == "href" and not ADDRESS.match(value):
        return None  # to another notebook, say, which does not lie beside the page; the text of the link stays
    return value


def allowed_style(style: str) -> str | None:
    """The style as it was written, without the declarations that are not allowed."""
    if len(style) > LONGEST_STYLE:
        return None
    kept = [declaration for declaration in style.split(";") if STYLES.fullmatch(declaration.strip())]
    if len(kept) == len([declaration for declaration in style.split(";") if declaration.strip()]):
        return style
    return ";".join(kept) or None


def is_data(address: str) -> bool:
    """Is this a `data:` address? Browsers ignore white space in the scheme."""
    return "".join(address.split()).lower().startswith("data:")


CLEANER = nh3.Cleaner(
    tags=TEXT | LISTS | TABLES,
    clean_content_tags=GONE,
    attributes={"*": ATTRIBUTES, "a": {"href"}, "img": {"src"}},
    attribute_filter=allowed,
    url_schemes=SCHEMES,
    link_rel=None,
)
