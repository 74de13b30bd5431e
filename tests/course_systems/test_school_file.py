"""A school's file comes back with other texts in the fields that are meant, and with every other byte as it was."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course_systems.school_file import number_of, read_school_file, rounded, same_points, split_rows
from autograder.sealed.errors import CourseProblem

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8)


def read(path: Path, content: bytes, first: str = "a"):
    path.write_bytes(content)
    return read_school_file(path, lambda row: row[0] == first and len(row) == 3, "a list", "somewhere")


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(",;\t"))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_fields_are_those_that_pythons_csv_module_reads(newline, quoting, rows, separator):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=newline, quoting=quoting).writerows(rows)
    content = text.getvalue().encode()

    found = split_rows(content, separator)

    assert [[field.text for field in row] for row in found] == rows
    spans = [(field.start, field.end) for row in found for field in row]
    assert spans == sorted(spans) and all(start <= end for start, end in spans)


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
@pytest.mark.parametrize("separator", [b",", b";", b"\t"])
def test_every_other_byte_stays(tmp_path, bom, end, separator):
    lines = [b"a,b,c", b'"x ""y""","",3', b"  Gr\xc3\xbc\xc3\x9fe ,,", b'"two\nlines",1,"2"']
    content = bom + b"\n".join(line.replace(b",", separator) for line in lines) + end
    file = read(tmp_path / "a.csv", content)

    new = file.with_fields({(1, 1): "5.00", (2, 2): "6.00"})

    whole = content.replace(b'"",3'.replace(b",", separator), b'"@",3'.replace(b",", separator), 1).replace(
        b"@", b"5.00"
    )
    row = b"  Gr\xc3\xbc\xc3\x9fe " + separator * 2
    assert new == whole.replace(row, row + b"6.00")
    assert file.with_fields({}) == content


def test_a_decimal_comma_in_a_file_with_commas_is_quoted(tmp_path):
    file = read(tmp_path / "a.csv", b"a,b,c\nx,,z\n")

    assert file.with_fields({(1, 1): "5,50"}) == b'a,b,c\nx,"5,50",z\n'


@pytest.mark.parametrize(
    ("content", "said"),
    {
        b"x,y,z\n": "does not begin as a list does",
        b"": "does not begin as a list does",
        b"\xff\xfea\x00,\x00": "is not UTF-8 text (byte 0)",
        b"a,b,c\nM\xfcller,,\n": "is not UTF-8 text (byte 7)",
        b'a,b,c\n1,"2,3\n': "a field in line 2 begins with a quote and does not end with one",
        b'a,b,c\n1,"2"3,4\n': "a field in line 2 begins with a quote",
    }.items(),
)
def test_another_file_is_a_sentence(tmp_path, content, said):
    with pytest.raises(CourseProblem) as problem:
        read(tmp_path / "a.csv", content)

    assert said in str(problem.value) and "Next step: download a list again" in str(problem.value)


def test_rows_with_other_numbers_of_fields_are_told_apart(tmp_path):
    file = read(tmp_path / "a.csv", b"a,b,c\n1,2,3\n\n1,2\n,,\n1,2,3,4\n")

    assert (file.whole, file.torn) == ([1], [3, 5])


@pytest.mark.parametrize(
    ("text", "number"),
    {
        "7": "7",
        "7.50": "7.5",
        "7,50": "7.5",
        "1.234,50": "1234.5",
        "-1": "-1",
        "": None,
        "EX": None,
        "N/A": None,
        "٣": None,
        "9" * 30: None,  # Decimal cannot round it to two decimals
    }.items(),
)
def test_numbers_are_read_as_canvas_reads_them(text, number):
    assert number_of(text) == (None if number is None else Decimal(number))


def test_points_are_compared_at_two_decimals():
    assert same_points("2.67", 8 / 3) and not same_points("2.66", 8 / 3) and not same_points("", 0.0)
    assert str(rounded(0.125)) == "0.13" and str(rounded(2.675)) == "2.68"
