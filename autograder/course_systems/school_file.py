"""A CSV file of a school, changed field by field: every byte outside of the changed fields stays as it was.

Python's csv module does not say where a field lies in the file, so the file is split here, by RFC 4180.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from autograder.course.files import read_file, shown
from autograder.course.names import listed
from autograder.sealed.errors import CourseProblem

LARGEST = 64 << 20  #: bytes of a school's file; one of ten thousand students with a hundred columns has 8 million
BOM = b"\xef\xbb\xbf"
SEPARATORS = (",", ";", "\t")
CENTS = Decimal("0.01")


@dataclass(frozen=True)
class Field:
    """A field, and where it lies in the file, quotes included."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class SchoolFile:
    """A file as it was read."""

    path: Path
    content: bytes
    separator: str
    rows: list[list[Field]]

    @property
    def header(self) -> list[str]:
        """The first row."""
        return [field.text for field in self.rows[0]]

    def text(self, row: int, column: int | None) -> str:
        """A field's text; "" where the row is too short or the file has no such column."""
        fields = self.rows[row]
        return fields[column].text if column is not None and column < len(fields) else ""

    @property
    def whole(self) -> list[int]:
        """The rows after the first that hold something and have as many fields as it."""
        return [row for row in self._filled if len(self.rows[row]) == len(self.rows[0])]

    @property
    def torn(self) -> list[int]:
        """Rows with more or fewer fields than the first: nobody can say which field belongs to which column."""
        return [row for row in self._filled if len(self.rows[row]) != len(self.rows[0])]

    @property
    def _filled(self) -> list[int]:
        return [row for row in range(1, len(self.rows)) if any(field.text.strip() for field in self.rows[row])]

    def with_fields(self, texts: Mapping[tuple[int, int], str]) -> bytes:
        """The file with other texts in some fields, by row and column. A field that had quotes keeps them."""
        changes = [(self.rows[row][column], text) for (row, column), text in texts.items()]
        parts, end = [], 0
        for field, text in sorted(changes, key=lambda change: change[0].start):
            quoted = self.content[field.start : field.start + 1] == b'"' or self.separator in text
            parts += [self.content[end : field.start], f'"{text}"'.encode() if quoted else text.encode()]
            end = field.end
        return b"".join([*parts, self.content[end:]])


def read_school_file(path: Path, is_header: Callable[[list[str]], bool], what: str, where: str) -> SchoolFile:
    """Read a CSV file whose first row is as expected, whichever of `,`, `;` and tab separates its fields.

    what, where: for the sentence when it is another file: what is expected, and where the school's system gives it
    Raises CourseProblem when it cannot be read, is too large, is not UTF-8 text, or has another first row.
    """
    again = f"Next step: download {what} again ({where}), and do not save it with a spreadsheet program."
    name = shown(str(path))
    if path.stat().st_size > LARGEST:
        raise CourseProblem(f"{name} has more than {LARGEST >> 20} MB, so it is not {what}. {again}")
    content = read_file(path, follow=True)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CourseProblem(f"{name} is not UTF-8 text (byte {error.start}). {again}") from None
    for separator in SEPARATORS:
        first = split_rows(content, separator, most=1)
        if first and is_header([field.text for field in first[0]]):
            try:
                return SchoolFile(path, content, separator, split_rows(content, separator))
            except ValueError as error:
                raise CourseProblem(f"{name}: {error}. {again}") from None
    raise CourseProblem(f"{name} does not begin as {what} does. {again}")


def split_rows(content: bytes, separator: str, most: int | None = None) -> list[list[Field]]:
    """Rows of fields. Raises ValueError, with the line, for a quoted field that does not end where a field ends.

    most: rows to read; a fault after them is not looked for, and one in them ends the rows
    """
    sign = re.escape(separator.encode())
    quoted, bare = rb'"([^"]*(?:""[^"]*)*)"', rb'([^"' + sign + rb"\r\n][^" + sign + rb"\r\n]*)?"
    pattern = re.compile(rb"(?:" + quoted + rb"|" + bare + rb")(" + sign + rb"|\r\n|\r|\n|\Z)")
    rows: list[list[Field]] = []
    row: list[Field] = []
    at = len(BOM) if content.startswith(BOM) else 0
    while at < len(content) or row:
        found = pattern.match(content, at)
        if found is None:
            if most is not None:
                return rows
            line = content.count(b"\n", 0, at) + 1
            raise ValueError(f"a field in line {line} begins with a quote and does not end with one")
        inside, outside, end = found.groups()
        text = inside.replace(b'""', b'"') if inside is not None else outside or b""
        row.append(Field(text.decode("utf-8"), at, found.end() - len(end)))
        at = found.end()
        if end != separator.encode():
            rows.append(row)
            row = []
            if len(rows) == most:
                break
    return rows


def find_columns(header: list[str], names: tuple[str, ...]) -> list[int]:
    """Where a first row has one of some names, whatever the case of their letters."""
    wanted = {name.casefold() for name in names}
    return [number for number, title in enumerate(header) if title.strip().casefold() in wanted]


def one_column(header: list[str], names: tuple[str, ...], path: Path) -> int | None:
    """The column of that name; None when there is none. Raises CourseProblem when there are two."""
    found = find_columns(header, names)
    if len(found) > 1:
        raise CourseProblem(
            f"{shown(str(path))} has {len(found)} columns {listed(names)}: nobody can say which one counts. "
            "Next step: download the file again."
        )
    return found[0] if found else None


def number_of(text: str) -> Decimal | None:
    """A number with a point or a comma before its decimals, as Canvas's importer reads it; None for anything else."""
    if not re.fullmatch(r"-?[0-9][0-9.,]{,20}", text.strip()):  # nobody has more points than that
        return None
    *before, last = re.split(r"[.,]", text.strip())
    return Decimal(f"{''.join(before)}.{last}" if before and last else "".join([*before, last]))


def same_points(text: str, points: float) -> bool:
    """Does a field hold these points? Course systems compare at two decimals."""
    there = number_of(text)
    return there is not None and there.quantize(CENTS, ROUND_HALF_UP) == rounded(points)


def rounded(points: float) -> Decimal:
    """Points at two decimals, as course systems keep them."""
    return Decimal(repr(float(points))).quantize(CENTS, ROUND_HALF_UP)


def decimal_mark(file: SchoolFile, columns: list[int]) -> str:
    """The sign before decimals in columns that hold numbers: a comma when one has it there, a point otherwise."""
    comma = re.compile(r"-?[0-9]+,[0-9]{1,2}")
    cells = (file.text(row, column).strip() for row in range(1, len(file.rows)) for column in columns)
    return "," if any(comma.fullmatch(cell) for cell in cells) else "."
