"""No script of a submission runs in the browser of whoever reads its feedback or grades it in formgrader."""

from __future__ import annotations

import contextlib
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension

from autograder.course.folder import Course
from autograder.feedback.pages import write_feedback
from autograder.feedback.safe_html import safe_colours, safe_html, safe_markdown, without_files_prefix
from autograder.grading.grade import grade
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, hand_in, make_course

ATTACKS_IN_HTML = {
    "script": "<script>evil()</script>",
    "capitals": "<ScRiPt src=//evil()></sCrIpT>",
    "not closed": "<script>evil()",
    "event": "<img src=x onerror=evil()>",
    "event without a space": '<img/src="x"onerror=evil()>',
    "event in a new line": "<b\nonmouseover\n=evil()>b</b>",
    "details": "<details open ontoggle=evil()>d</details>",
    "address": "<a href='javascript:evil()'>a</a>",
    "address with control characters": "<a href='\x01java\tscript:evil()'>a</a>",
    "address in entities": "<a href='&#106;avascript&colon;evil()'>a</a>",
    "page in an address": "<a href='data:text/html,<script>evil()</script>'>a</a>",
    "page in a picture's address": "<a href='data:image/svg+xml,<svg onload=evil()>'>a</a>",
    "frame": "<iframe srcdoc='<script>evil()</script>'></iframe>",
    "object": "<object data='javascript:evil()'></object><embed src='javascript:evil()'>",
    "form": "<form action='javascript:evil()'><button>b</button></form>",
    "svg": "<svg onload=evil()><script>evil()</script></svg>",
    "animated svg": "<svg><a><animate attributeName=href values=javascript:evil() /></a></svg>",
    "style": "<style>@import 'javascript:evil()'</style><p style='background:url(javascript:evil())'>p</p>",
    "refresh": "<meta http-equiv=refresh content='0;url=javascript:evil()'><base href='javascript:evil()'>",
    "comment": "<!--><script>evil()</script>-->",
    "foreign content": '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src onerror=evil()>">',
    "text that comes alive": '<noscript><p title="</noscript><img src=x onerror=evil()>">',
}
ATTACKS_IN_MARKDOWN = {
    "link": "[a](javascript:evil())",
    "link with an entity": "[a](java&#115;cript:evil())",
    "link by reference": "[a][b]\n\n[b]: javascript:evil()",
    "address": "<javascript:evil()>",
    "title": '![a](x "\\" onerror=evil() ")',
    "alternative text": '!["onerror=evil() x="](x)',
    "diagram": "```mermaid\n</pre><script>evil()</script>\n```",
    "language": '```"><script>evil()</script>\nx\n```',
    "formula": "$x<script>evil()</script>$ and $$<img src=x onerror=evil()>$$",
    "heading": "# <img src=x onerror=evil()>",
    "broken picture": "![x](attachment:none) <script>evil()</script>",
}


class Active(HTMLParser):
    """Collects what a browser would act on: scripts, event attributes, addresses that run, pages inside the page."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "form", "svg", "math", "base", "meta", "link", "style"):
            self.found.append(tag)
        for name, value in attributes:
            address = "".join(character for character in value or "" if character > " ").lower()
            harmless = tag == "img" and address.startswith("data:image/")
            if name.startswith("on") or name == "srcdoc" or "url(" in address:
                self.found.append(f"{tag} {name}")
            elif address.startswith(("javascript:", "vbscript:")) or (address.startswith("data:") and not harmless):
                self.found.append(f"{tag} {name}={value}")

    handle_startendtag = handle_starttag


def in_markdown(source: str, **cell: object) -> str:
    return safe_markdown({"cell": cell}, source)  # as a template calls it


@pytest.mark.parametrize("name", ATTACKS_IN_HTML)
def test_html_that_acts_is_made_harmless(name):
    assert Active(ATTACKS_IN_HTML[name]).found or name in ("comment", "text that comes alive")  # the test can see it

    assert Active(safe_html(ATTACKS_IN_HTML[name])).found == []
    assert Active(in_markdown(ATTACKS_IN_HTML[name])).found == []


@pytest.mark.parametrize("name", ATTACKS_IN_MARKDOWN)
def test_markdown_that_acts_is_made_harmless(name):
    assert Active(in_markdown(ATTACKS_IN_MARKDOWN[name])).found == []


def test_nothing_passes_for_a_part_of_formgrader():
    pretended = '<div class="nbgrader_cell"><p id="double-small" class="score tabbable" name="x">6</p></div>'
    assert safe_html(pretended) == "<div><p>6</p></div>"
    assert "position" not in safe_html('<p style="position: fixed; top: 0; margin-top: -99px">over the buttons</p>')


def test_honest_html_stays_as_it_is():
    frame = (
        '<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>loss</th></tr></thead>'
        "<tbody><tr><th>0</th><td>0.85</td></tr></tbody></table>"
    )
    picture = (
        '<img alt="loss by epoch" src="data:image/png;base64,AA" style="max-width: 100%; height: auto;" width="480">'
    )
    more = '<details open><summary>more</summary><p>a &lt; b, <a href="https://pytorch.org">docs</a></p></details>'
    assert safe_html(f"<style>.dataframe {{}}</style>{frame}{picture}{more}") == frame + picture + more


def test_honest_markdown_stays_as_it_is():
    page = in_markdown(
        "# Loss\n\n> so `a < b`\n\n$a<b$ and $$\\frac{1}{2}$$\n\n| a |\n|---|\n| 1 |\n\n```python\nx = 1\n```"
    )
    for expected in (
        "<h1>Loss</h1>",
        "<blockquote>",
        "<code>a &lt; b</code>",
        "$a&lt;b$",
        "$$\\frac{1}{2}$$",
        "<td>1</td>",
    ):
        assert expected in page
    assert '<span class="n">x</span>' in page
    attached = in_markdown("![a](attachment:a.png)", attachments={"a.png": {"image/png": "AAAA"}})
    assert 'src="data:image/png;base64,AAAA"' in attached


def test_what_is_too_much_to_clean_is_shown_as_text_and_says_what_it_leaves_out():
    page = safe_html("<p>&" * 900_000)
    assert page.startswith("<pre>&lt;p&gt;&amp;")
    assert page.endswith("[3,500,000 more characters are not shown here]</pre>")
    assert in_markdown("\\\\[ <b> " * 100_000).startswith("<pre>\\\\[ &lt;b&gt;")


def test_long_honest_html_and_markdown_are_shown_whole():
    row = "<tr>" + "<td style='color: rgb(1, 2, 3)'>0.85 &amp; more</td>" * 6 + "</tr>"
    assert safe_html(f"<table>{row * 700}</table>").count("<td style=") == 4_200
    chapter = (
        "# Loss\n\nSo $a<b$ and\n\n\\begin{aligned}\nx &= 1\n\\end{aligned}\n\nas `said` in [a](https://a.org).\n\n"
    )
    assert in_markdown(chapter * 300).count("<h1>Loss</h1>") == 300


@pytest.mark.parametrize(
    "style",
    ["cursor: url(https://a.org/a)", "color: expression(evil())", "color: \\72 ed", "color: red/**/", "position: fixed",
     "background: red", "margin-top: -99px", "color: 'a'", "--x: 1", "height: calc(1px)"],
)  # fmt: skip
def test_a_style_that_is_not_plain_goes_and_what_stands_beside_it_stays(style):
    assert safe_html(f'<p style="{style}">x</p>') == "<p>x</p>"
    assert safe_html(f'<p style="width: 2em; {style}; color: rgb(1, 2, 3)">x</p>') == (
        '<p style="width: 2em; color: rgb(1, 2, 3)">x</p>'
    )


def test_html_that_would_take_minutes_to_clean_is_shown_as_text():
    page = safe_html("<div>" * 100_000)
    assert page.startswith("<pre>&lt;div&gt;")


def test_colours_and_addresses_of_an_honest_page_stay():
    assert safe_colours("\x1b[31mred\x1b[0m & more") == '<span class="ansi-red-fg">red</span> &amp; more'
    assert safe_colours("\x1b[31m<" * 200_000) == "&lt;" * 200_000
    assert without_files_prefix("<img src=\"files/a.png\"><a href='/files/b'>[files/c](files/d)</a>") == (
        "<img src=\"a.png\"><a href='b'>[files/c](files/d)</a>"
    )


# --- whole pages ------------------------------------------------------------------------------------------------------

SHOW = f"""\
from IPython.display import Javascript, display
for attack in {list(ATTACKS_IN_HTML.values())!r}:
    display({{"text/html": attack}}, raw=True)
for attack in {list(ATTACKS_IN_MARKDOWN.values())!r}:
    display({{"text/markdown": attack}}, raw=True)
display(Javascript("evil()"))
display({{"text/vnd.mermaid": "</pre><script>evil()</script>"}}, raw=True)
for about in ({{"width": "1 onload=evil()"}}, {{"height": "1 onload=evil()"}}, {{"alt": '" onload="evil()'}}):
    display({{"image/png": "AAAA"}}, raw=True, metadata={{"image/png": about}})
display({{"text/html": "<script>evil()</script>"}}, raw=True, metadata={{"text/html": {{"isolated": True}}}})
print("<script>evil()</script>")
"""
HONEST = """\
from IPython.display import display
display({"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>evil()</script></svg>"}, raw=True)
display({"image/png": "AAAABBBB"}, raw=True, metadata={"image/png": {"width": 321, "alt": "loss by epoch"}})
display({"text/html": "<table class='dataframe'><tr><td>0.85</td></tr></table>"}, raw=True)
display({"text/latex": "$\\\\frac{1}{2}$"}, raw=True)
1 / 0
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Path:
    """A course with one submission that attacks in every way and is honest in some."""
    course = make_course(tmp_path_factory.mktemp("small") / "course")
    path = hand_in(course, "eve", RIGHT)
    notebook = nbformat.read(path, as_version=4)
    attacks = [*ATTACKS_IN_HTML.values(), *ATTACKS_IN_MARKDOWN.values()]
    notebook.cells += [new_markdown_cell(attack) for attack in attacks]
    notebook.cells += [nbformat.v4.new_raw_cell(attack) for attack in attacks]
    notebook.cells += [new_code_cell(SHOW), new_code_cell(HONEST)]
    nbformat.write(notebook, path)
    grade(Course(course), [ASSIGNMENT], workers=1)
    return course


def by_autograder(course: Path) -> str:
    write_feedback(Course(course), [ASSIGNMENT], workers=1)
    return (course / "feedback" / "eve" / ASSIGNMENT / "problem.html").read_text(encoding="utf-8")


def by_nbgrader(course: Path) -> str:
    nbgrader("generate_feedback", ASSIGNMENT, "--force", cwd=course)
    return (course / "feedback" / "eve" / ASSIGNMENT / "problem.html").read_text(encoding="utf-8")


def by_formgrader(course: Path) -> str:
    """The page that formgrader serves: made by the exporter that its server extension sets up."""
    with contextlib.chdir(course):
        extension, server = FormgradeExtension(), SimpleNamespace(settings={})
        extension.root_dir = str(course)
        extension.initialize([])
        extension.init_tornado_settings(server)
    path = course / "autograded" / "eve" / ASSIGNMENT / "problem.ipynb"
    resources = {"index": 0, "total": 1, "base_url": "", "submission_id": "1", "notebook_path": "x"}
    return server.settings["nbgrader_exporter"].from_filename(str(path), resources=resources)[0]


@pytest.mark.slow
@pytest.mark.parametrize("made", [by_autograder, by_nbgrader, by_formgrader])
def test_no_script_of_a_submission_is_active_in_a_page_and_honest_output_is_there(graded, made):
    page = made(graded)

    # The page's own scripts and styles stand in its head; formgrader's bar has two scripts of its own.
    submission = page.partition('id="notebook-container"')[2]
    assert len(submission) > 5_000
    assert Active(submission).found == []
    for expected in ('src="data:image/svg+xml;base64,', 'width="321"', 'alt="loss by epoch"', "<td>0.85</td>",
                     "$\\frac{1}{2}$", "ZeroDivisionError", "ansi-red-fg"):  # fmt: skip
        assert expected in submission
    assert "&lt;script&gt;evil()" in submission  # printed text is shown as it was printed
