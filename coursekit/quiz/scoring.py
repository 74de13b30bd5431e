"""Draw a mastery test, score it, and say what to read again. Pure: no widgets, no files, no global random state."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from coursekit.quiz.bank import LEVELS, Card, Choice, Question

PER_LEVEL = {"easy": 3, "medium": 4, "hard": 3}  #: ten questions
STRONG = 0.75  #: the share of right answers from which a level is called strong


def draw(questions: Iterable[Question], seed: int, without: Collection[str] = ()) -> tuple[Question, ...]:
    """Draw ten questions, easy ones first, spread over the units.

    questions: the mastery bank
    seed:      the same seed gives the same questions
    without:   ids that must not be drawn again

    Within what a level still needs, units that were drawn least come first.
    Raises ValueError when a level does not have enough questions.
    """
    pool = sorted((q for q in questions if q.id not in without), key=lambda q: q.id)
    random.Random(seed).shuffle(pool)
    drawn: list[Question] = []
    for level, count in PER_LEVEL.items():
        for _ in range(count):
            used = Counter(q.unit for q in drawn)
            left = [q for q in pool if q.level == level and q not in drawn]
            if not left:
                raise ValueError(f"The bank does not have enough {level} questions left. Exclude fewer of them.")
            drawn.append(min(left, key=lambda q: used[q.unit]))  # the first of equals: the order of the shuffle
    return tuple(drawn)


def deal(cards: Iterable[Card], unit: int, count: int, seed: int) -> tuple[Card, ...]:
    """Draw `count` recall cards (or all, if there are fewer) from the units before `unit`."""
    pool = sorted((card for card in cards if card.unit < unit), key=lambda card: card.id)
    random.Random(seed).shuffle(pool)
    return tuple(pool[:count])


@dataclass(frozen=True)
class LevelScore:
    level: str
    right: int
    total: int

    @property
    def strong(self) -> bool:
        return self.total > 0 and self.right >= STRONG * self.total


@dataclass(frozen=True)
class Result:
    """What a mastery test says."""

    levels: tuple[LevelScore, ...]
    revisit: tuple[Question, ...]  #: the questions that were missed, in the order of the units

    @property
    def right(self) -> int:
        return sum(level.right for level in self.levels)

    @property
    def total(self) -> int:
        return sum(level.total for level in self.levels)


def score(questions: Sequence[Question], given: Sequence[Choice | None]) -> Result:
    """Score the answers, level by level. None is a question without an answer; it counts as missed."""
    hits = [choice is not None and choice.right for choice in given]
    pairs = list(zip(questions, hits, strict=True))
    levels = []
    for level in LEVELS:
        own = [hit for question, hit in pairs if question.level == level]
        levels.append(LevelScore(level, sum(own), len(own)))
    missed = [question for question, hit in pairs if not hit]
    return Result(tuple(levels), tuple(sorted(missed, key=lambda q: q.unit)))


def advice(result: Result) -> str:
    """What to do now, as markdown: which levels are strong, and the next step."""
    lines = [f"**{result.right} of {result.total} right.**", ""]
    for level in result.levels:
        verdict = "strong" if level.strong else "not strong yet"
        lines.append(f"- {level.level}: {level.right} of {level.total}, {verdict}")
    return "\n".join([*lines, "", _next_step(result)])


def read_again(result: Result) -> str:
    """Which cells to read again, as markdown: for each unit links to what explains the missed questions, each once."""
    units: dict[int, dict[str, None]] = {}
    for question in result.revisit:
        units.setdefault(question.unit, {})[question.link] = None
    return "\n".join(f"- Read again in lesson {unit}: {', '.join(links)}" for unit, links in units.items())


def _next_step(result: Result) -> str:
    weak = [level.level for level in result.levels if not level.strong]
    if not weak:
        return "Every level is strong. Draw again in a week: what you still know then, you will keep."
    if weak == ["hard"]:
        return "The basics are strong. Solve the debug clinic of unit 10, then draw again."
    return (
        f"Start with the {weak[0]} questions: read the explanations above and the cells named below. Then draw again."
    )
