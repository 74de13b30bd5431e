"""Draw docs/grade-table.svg, the picture in the README, from the class that `make grade` graded.

python -m tools.grade_table
"""

from __future__ import annotations

import io

from rich.console import Console

from autograder.course.folder import Course
from autograder.report.table import LEGEND, read_table, render
from bank import ROOT, units
from examples.grade_class import CLASS

PICTURE = ROOT / "docs" / "grade-table.svg"
CHARACTER = (8.4, 19)  # width and line height in pixels at 14 px


def main() -> None:
    console = Console(width=100, file=io.StringIO(), color_system=None)
    console.print(render(read_table(Course(CLASS), units())))
    lines = [line.rstrip() for line in console.file.getvalue().splitlines()] + [LEGEND]
    PICTURE.write_text(as_svg(lines), encoding="utf-8")
    print(PICTURE.relative_to(ROOT))


def as_svg(lines: list[str]) -> str:
    """Text as an SVG picture, readable on light and dark pages. No font is fetched from anywhere."""
    width = max(map(len, lines)) * CHARACTER[0] + 24
    height = len(lines) * CHARACTER[1] + 24
    texts = "\n".join(
        f'<text x="12" y="{24 + i * CHARACTER[1]:.0f}" xml:space="preserve" '
        f'textLength="{len(line) * CHARACTER[0]:.1f}">{line}</text>'
        for i, line in enumerate(lines)
        if line
    )
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" role="img">
<title>The grade table that make grade prints: a row for every student, a column for every unit, totals, and marks for
late and for needs a look</title>
<rect width="100%" height="100%" rx="8" fill="#1b1f24"/>
<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">
{texts}
</g>
</svg>
"""


if __name__ == "__main__":
    main()
