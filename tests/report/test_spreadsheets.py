"""A CSV file that a spreadsheet opens computes nothing, and its numbers are numbers."""

from __future__ import annotations

import csv
import io

import pytest

from autograder.report.spreadsheets import as_csv, harmless


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("https://example.org";"click")',
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
    ],
)
def test_what_a_spreadsheet_would_compute_begins_with_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


def test_other_texts_stay_and_are_quoted_and_numbers_are_bare():
    written = as_csv([["name", "points"], ['Ada "the" first, of many', 2.5], ["late", -1.0], ["nobody", None]])

    assert written.startswith("\ufeff")
    assert written[1:].split("\r\n") == [
        '"name","points"',
        '"Ada ""the"" first, of many",2.5',
        '"late",-1',
        '"nobody",""',
        "",
    ]


def test_sums_of_decimals_have_no_noise():
    assert as_csv([[0.1 + 0.2]]) == "\ufeff0.3\r\n"


def test_a_formula_survives_quoting_as_a_text():
    rows = list(csv.reader(io.StringIO(as_csv([['=1";"x'], ["a\nb"]])[1:])))

    assert rows == [['\'=1";"x'], ["a\nb"]]
