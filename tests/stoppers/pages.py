"""Stoppers by feedback pages: Markdown, HTML, colours and code that take long to render. All answers are right."""

from __future__ import annotations

from tests.stoppers.notebooks import code, more
from tests.stoppers.stopper import FULL, Stopper, in_answer, markdown

MARKDOWN = {
    "formulas": "\\\\[" * 300_000,
    "environments": "\\begin{a}" * 100_000,
    "ampersands": "&" * 900_000,
    "nested-tags": "<div>" * 9_999,
    "comments": "<!--" * 300_000,
    "links": "[a](" * 300_000,
    "references": "".join(f"[{number}]: a\n" for number in range(100_000)),
    "strong": "**a" * 300_000,
    "backticks": "`" * 50_000,
    "backticks-of-all-lengths": " ".join("`" * length for length in range(1, 300)),
    "nested-quotes": ">" * 49_000,
    "nested-lists": "\n".join(" " * 2 * depth + "- a" for depth in range(200)),
    "tables": "a|b\n-|-\n" * 100_000,
    "tables-within-bounds": "|a" * 10_000 + "\n" + "|-" * 10_000 + "\n",
    "numbers-as-characters": "&#120;" * 300_000,
    "zero-bytes": "\0" * 40_000,
}
#: code cells of a student's own
SHOWN = {
    "colours": "print('\\x1b[31m' * 200_000)",
    "carriage-returns": "print('x\\r' * 400_000)",
    "backspaces": "print('x' * 400_000 + '\\b' * 400_000)",
    "html": "display({'text/html': '<div>' * 150_000}, raw=True)",
    "svg": "display({'image/svg+xml': '<svg>' * 150_000}, raw=True)",
    "latex": "display({'text/latex': '$' * 900_000}, raw=True)",
    "no-picture": "display({'image/png': 'not base64 at all'}, raw=True)",
}
#: code that takes long to colour
COLOURED = {
    "quotes": "'''" * 100_001 + "'",
    "brackets": "f'{" * 100_000,
    "comment": "#" * 2_000_000,
    "backslashes": "'" + "\\" * 2_000_000,
    "name": "a" * 2_000_000,
    "spaces": " " * 2_000_000 + "x",
}

PAGES = [
    *(Stopper(f"page-{name}", more(markdown(text)), FULL) for name, text in MARKDOWN.items()),
    *(Stopper(f"page-shows-{name}", more(code(text)), FULL) for name, text in SHOWN.items()),
    *(Stopper(f"page-colours-{name}", more(code(text)), FULL) for name, text in COLOURED.items()),
    Stopper("page-of-an-answer", in_answer("RIGHT\n" + "x = [" + "1, " * 100_000 + "]"), FULL),
]
