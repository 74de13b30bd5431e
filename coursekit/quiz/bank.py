"""The questions of the course: one data format for every quiz.

One file per unit, `coursekit/questions/<unit>.toml`, and one for the short way. Its tables:

    [[predict]]    guesses before the run of a lesson; its `right` is what the run then shows
    [[quick]]      the three questions at the end of a lesson
    [[practice]]   questions with a hint, a worked solution and common mistakes
    [[mastery]]    the bank that the mastery test draws from
    [[card]]       recall cards: id, front, back

A question has these keys; proof may be left out:

    id        unique in the course
    level     "easy", "medium" or "hard"
    tag       the insight that it asks for, a few words joined by hyphens: "buffers-are-state"
    cell      the id of the cell, in the lesson of the unit, that explains it
    text      markdown; may hold one ```python block
    right     [choice, why it is right]; a choice is one line, with no markdown but `code`
    wrong     [[choice, why it is wrong], …], two or three
    hint      practice only: markdown
    solution  practice only: markdown, a step a paragraph
    mistakes  practice only: a list of markdown lines
    group     predict only, may be left out: the guesses of a lesson that are asked together, later than its first ones
    proof     Python that fails when the answer is not true; the tests run it (tests/notebooks/proofs.py). A prediction
              has none: the lesson runs it

TOML because code stands in it as it is. Choices have no order in the file: `Question.choices` mixes them.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coursekit.lessons import LESSONS, QUICK_CHECK, SHORT_WAY

FOLDER = Path(__file__).resolve().parent.parent / "questions"
LEVELS = ("easy", "medium", "hard")
KINDS = ("predict", "quick", "practice", "mastery")


class QuestionError(ValueError):
    """A question file is not what the format asks for. The message names the file and the question."""


@dataclass(frozen=True)
class Choice:
    text: str  #: one line; `code` in backticks
    why: str  #: why it is right, or wrong
    right: bool

    @property
    def plain(self) -> str:
        """The text without backticks."""
        return self.text.replace("`", "")


@dataclass(frozen=True)
class Question:
    id: str
    unit: int | str  #: SHORT_WAY, which is not a unit, goes by its name
    kind: str  #: one of KINDS
    level: str
    tag: str
    cell: str
    text: str
    right: Choice
    wrong: tuple[Choice, ...]
    hint: str = ""
    solution: str = ""
    mistakes: tuple[str, ...] = ()
    proof: str = ""
    group: str = ""  #: of a prediction; the first ones of a lesson have none

    @property
    def lesson(self) -> str:
        """The notebook that explains it."""
        return LESSONS[self.unit] if isinstance(self.unit, int) else self.unit

    @property
    def link(self) -> str:
        """The insight as a markdown link to the cell that explains it, for notebooks beside the lessons."""
        return f"[{self.tag.replace('-', ' ')}]({self.lesson}.ipynb#cell-id={self.cell})"

    def choices(self, seed: int = 0) -> tuple[Choice, ...]:
        """All choices, in an order that the question's id and the seed decide."""
        mixed = [self.right, *self.wrong]
        random.Random(f"{seed} {self.id}").shuffle(mixed)
        return tuple(mixed)


@dataclass(frozen=True)
class Card:
    """A recall card: both sides are markdown."""

    id: str
    unit: int
    front: str
    back: str


@dataclass(frozen=True)
class Bank:
    questions: tuple[Question, ...]
    cards: tuple[Card, ...]

    def of(self, kind: str, unit: int | str | None = None) -> tuple[Question, ...]:
        """The questions of a kind, in the order of the files; of one unit when it is given."""
        return tuple(q for q in self.questions if q.kind == kind and unit in (None, q.unit))


@cache
def load(folder: Path = FOLDER) -> Bank:
    """Read and check the question files of all units.

    Raises QuestionError when a file is not valid TOML, has an unknown or missing key, or repeats an id, and when a
    unit (but unit 0) does not have exactly three quick questions.
    """
    questions: list[Question] = []
    cards: list[Card] = []
    for unit, name in [*enumerate(LESSONS), (SHORT_WAY, SHORT_WAY)]:
        path = folder / f"{name}.toml"
        if not path.exists():
            continue
        tables = _read(path)
        questions += [_question(entry, unit, kind, path.name) for kind in KINDS for entry in tables.pop(kind, [])]
        if isinstance(unit, int):  # cards are dealt by the number of their unit
            cards += [_card(entry, unit, path.name) for entry in tables.pop("card", [])]
        if tables:
            raise QuestionError(f"{path.name}: unknown tables {sorted(tables)}; known are {', '.join(KINDS)}, card.")
        if unit and sum(q.unit == unit and q.kind == "quick" for q in questions) != QUICK_CHECK:
            raise QuestionError(f"{path.name}: a quick check has {QUICK_CHECK} questions, no more and no fewer.")
    ids = [thing.id for thing in (*questions, *cards)]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise QuestionError(f"These ids are used twice: {', '.join(twice)}. Rename one of each pair.")
    return Bank(tuple(questions), tuple(cards))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise QuestionError(f"{path.name}: not valid TOML: {error}") from error


def _question(entry: dict[str, Any], unit: int | str, kind: str, file: str) -> Question:
    where = f"{file}, {entry.get('id', 'a question without id')}"
    needed = {"id", "level", "tag", "cell", "text", "right", "wrong"}
    needed |= {"hint", "solution", "mistakes"} if kind == "practice" else set()
    _check_keys(entry, needed, needed | {"group" if kind == "predict" else "proof"}, where)
    if entry["level"] not in LEVELS:
        raise QuestionError(f"{where}: level must be one of {', '.join(LEVELS)}.")
    for pair in (entry["right"], *entry["wrong"]):
        if len(pair) != 2 or not all(isinstance(part, str) and part.strip() for part in pair):
            raise QuestionError(f"{where}: every choice is a pair of texts: [choice, why].")
    right = Choice(*entry["right"], right=True)
    wrong = tuple(Choice(*pair, right=False) for pair in entry["wrong"])
    if len({choice.plain for choice in (right, *wrong)}) != len(wrong) + 1 or not 2 <= len(wrong) <= 3:
        raise QuestionError(f"{where}: a question has two or three wrong choices, all different.")
    rest = {key: entry[key] for key in entry if key not in ("right", "wrong", "mistakes")}
    return Question(**rest, unit=unit, kind=kind, right=right, wrong=wrong, mistakes=tuple(entry.get("mistakes", ())))


def _card(entry: dict[str, Any], unit: int, file: str) -> Card:
    _check_keys(entry, {"id", "front", "back"}, {"id", "front", "back"}, f"{file}, card {entry.get('id', '?')}")
    return Card(unit=unit, **entry)


def _check_keys(entry: dict[str, Any], needed: set[str], known: set[str], where: str) -> None:
    missing, unknown = sorted(needed - set(entry)), sorted(set(entry) - known)
    if missing or unknown:
        raise QuestionError(f"{where}: missing keys {missing}, unknown keys {unknown}.")
    empty = sorted(key for key in needed if not entry[key])
    if empty:
        raise QuestionError(f"{where}: empty: {', '.join(empty)}.")
