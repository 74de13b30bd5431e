"""The quizzes as ipywidgets. They only show and ask; drawing, scoring and advice are in `scoring`.

Without a live kernel (a page on the web, a printed notebook) the same quiz shows as `static` HTML: questions with
answers that unfold. Keyboard: Tab goes to the choices or to a button, arrow keys choose, Space selects or
presses.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from ipywidgets import HTML, Button, DOMWidget, HBox, Output, VBox

from coursekit import progress
from coursekit.controls import AnswerButton, Choices
from coursekit.quiz import scoring, static
from coursekit.quiz.bank import Card, Choice, Question, load

OnAnswer = Callable[[Question, bool], None]
CARDS = 5  #: recall cards in one deal


class Quiz(VBox):
    """A box of widgets that also carries its static form, for pages without a kernel."""

    def __init__(self, children: Sequence[Any], page: str):
        super().__init__([HTML(static.STYLE), *children])
        self.add_class("quiz")
        self.page = page

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(**kwargs), "text/html": self.page}


class QuestionBox(VBox):
    """One question: text, choices, and a place for what is said about the answer."""

    def __init__(self, number: int, total: int, question: Question, seed: int):
        self.question = question
        self.choices = question.choices(seed)
        self.radio = Choices(
            description=f"Answers to question {number}",
            options=[static.in_line(choice.text) for choice in self.choices],
        )
        self.said = HTML()
        self.more = Output()
        super().__init__([HTML(static.heading(number, total, question)), self.radio, self.said, self.more])

    def explain(self, choice: Choice) -> None:
        """Say whether the choice is right and why, and where to read more."""
        self.said.value = spoken(static.verdict(choice))
        show_links(self.more, static.read_more(self.question, choice.right))

    def close_with_all_explained(self, choice: Choice) -> None:
        """Explain the choice and every other one, and take no other answer."""
        self.explain(choice)
        self.said.value += static.explained(self.choices)
        self.radio.disabled = True


class AskedBox(VBox):
    """A question with its own button, answered as often as one likes."""

    def __init__(self, number: int, total: int, question: Question, on_answer: OnAnswer):
        self.box = QuestionBox(number, total, question, seed=0)
        self.check = AnswerButton(
            self._checked,
            description="Check",
            tooltip=f"Check the answer to question {number}",
            groups=[self.box.radio],
        )
        self.check.add_class("quiz-action")
        self.on_answer = on_answer
        *asked, said, more = self.box.children
        super().__init__([*asked, self.check, said, more, HTML(static.help_for(question))])

    def _checked(self, chosen: list[int | None]) -> None:
        (place,) = chosen
        if place is None:
            self.box.said.value = spoken("Choose an answer first.")
            return
        choice = self.box.choices[place]
        self.box.explain(choice)
        self.on_answer(self.box.question, choice.right)


class Asked(Quiz):
    """Questions one below the other, each with its own button, and below them how many are right."""

    def __init__(self, questions: Sequence[Question], on_answer: OnAnswer | None):
        self.on_answer = on_answer
        self.given: dict[str, bool] = {}  #: question: right, the last time
        total = len(questions)
        self.asked = [AskedBox(number, total, q, self._answered) for number, q in enumerate(questions, 1)]
        self.score = HTML()
        super().__init__([*self.asked, self.score], static.questions(questions))

    def _answered(self, question: Question, right: bool) -> None:
        self.given[question.id] = right
        left = len(self.asked) - len(self.given)
        said = f"<strong>{sum(self.given.values())} of {len(self.asked)} right</strong>"
        self.score.value = spoken(f"{said}, {left} still to answer." if left else f"{said}.", "quiz-score")
        if self.on_answer:
            self.on_answer(question, right)


class Recall(Quiz):
    """One card at a time. A card that was not known comes again, after the others. Only buttons that work are seen."""

    def __init__(self, cards: Sequence[Card]):
        self.pile = list(cards)
        self.card = HTML()
        self.turn = Button(description="Turn the card", tooltip="Show the back of the card")
        self.known = Button(description="I knew it", tooltip="Put the card away, go to the next one")
        self.again = Button(description="Not yet", tooltip="Put the card under the pile, go to the next one")
        self.turn.on_click(lambda _: self._show(turned=True, focus=self.known))
        self.known.on_click(lambda _: self._next([]))
        self.again.on_click(lambda _: self._next(self.pile[:1]))
        buttons = [self.turn, self.known, self.again]
        for button in buttons:
            button.add_class("quiz-action")
        super().__init__([self.card, HBox(buttons)], static.cards(cards))
        self._show(turned=False)

    def _next(self, back_under: list[Card]) -> None:
        self.pile = [*self.pile[1:], *back_under]
        self._show(turned=False, focus=self.turn)

    def _show(self, turned: bool, focus: Button | None = None) -> None:
        """Show a side of the first card. `focus` takes the place of the button that was pressed and is gone."""
        show(self.turn, not turned and bool(self.pile))
        show(self.known, turned and bool(self.pile))
        show(self.again, turned and bool(self.pile))
        if focus and self.pile:
            focus.focus()
        if not self.pile:
            self.card.value = spoken("You knew every card. Well remembered.")
            return
        side = f"<hr>{static.as_html(self.pile[0].back)}" if turned else ""
        left = f"<p>{len(self.pile)} left, from unit {self.pile[0].unit}</p>"
        self.card.value = spoken(left + static.as_html(self.pile[0].front) + side)


class Mastery(Quiz):
    """Ten questions at once, one score, and another draw."""

    def __init__(
        self,
        bank: Sequence[Question],
        seed: int,
        on_answer: OnAnswer | None,
        on_score: Callable[[int], None] | None,
    ):
        self.bank = bank
        self.on_answer = on_answer
        self.on_score = on_score
        self.place = VBox()
        self.finish = AnswerButton(self._score, description="Score my answers", tooltip="Score all ten answers")
        self.result = HTML()
        self.revisit = Output()
        self.redraw = Button(description="Draw again", tooltip="Draw ten other questions")
        self.finish.add_class("quiz-action")
        self.redraw.add_class("quiz-action")
        self.redraw.on_click(lambda _: self._draw(self.seed + 1, without=[box.question.id for box in self.boxes]))
        self._draw(seed)
        page = static.questions([box.question for box in self.boxes], seed)
        super().__init__([self.place, self.finish, self.result, self.revisit, self.redraw], page)

    def _draw(self, seed: int, without: Sequence[str] = ()) -> None:
        self.seed = seed
        drawn = scoring.draw(self.bank, seed, without)
        self.boxes = [QuestionBox(number, len(drawn), q, seed) for number, q in enumerate(drawn, 1)]
        self.place.children = [HTML(f"<p>Draw {seed}</p>"), *self.boxes]
        self.result.value = ""
        self.revisit.outputs = ()
        self.finish.groups = [box.radio for box in self.boxes]
        show(self.finish, True)

    def _score(self, chosen: list[int | None]) -> None:
        open_ones = [str(number) for number, place in enumerate(chosen, 1) if place is None]
        if open_ones:
            self.result.value = spoken(f"Still without an answer: {', '.join(open_ones)}.")
            return
        show(self.finish, False)
        given = [box.choices[place] for box, place in zip(self.boxes, chosen, strict=True)]
        for box, choice in zip(self.boxes, given, strict=True):
            box.close_with_all_explained(choice)
            if self.on_answer:
                self.on_answer(box.question, choice.right)
        result = scoring.score([box.question for box in self.boxes], given)
        self.result.value = spoken(static.as_html(scoring.advice(result)), "quiz-score")
        if self.on_score:
            self.on_score(result.right)
        show_links(self.revisit, scoring.read_again(result))


def quick_check(unit: int | str, on_answer: OnAnswer | None = progress.answer) -> Asked:
    """The three questions at the end of a unit's lesson (1 to 11), or of the short way ("twelve-minutes").

    on_answer: called with (question, right) each time an answer is checked; None for nothing
    """
    return Asked(some_of(load().of("quick", unit), unit), on_answer)


def practice(unit: int | str, on_answer: OnAnswer | None = progress.answer) -> Asked:
    """Practice questions, with hint, worked solution and common mistakes that unfold.

    unit: 3, 4, 5 or 7, or "twelve-minutes"
    """
    return Asked(some_of(load().of("practice", unit), unit), on_answer)


def recall(unit: int, seed: int | None = None) -> Recall:
    """Five recall cards from the units before `unit` (2 to 12).

    seed: which cards; other ones at every call when None
    """
    return Recall(some_of(scoring.deal(load().cards, unit, CARDS, _seed(seed)), unit))


def mastery(
    seed: int | None = None,
    on_answer: OnAnswer | None = progress.answer,
    on_score: Callable[[int], None] | None = progress.mastery,
) -> Mastery:
    """Ten questions from all units, scored by level.

    seed:     which questions; other ones at every call when None. The test shows its number, so a draw can be repeated.
    on_score: called with the number of right answers; None for nothing
    """
    return Mastery(load().of("mastery"), _seed(seed), on_answer, on_score)


def show_links(place: Output, markdown: str) -> None:
    """Show markdown. JupyterLab follows its links to the very cell; a link in an HTML widget would reload the page."""
    place.outputs = ({"output_type": "display_data", "data": {"text/markdown": markdown}, "metadata": {}},)


def show(widget: DOMWidget, seen: bool) -> None:
    widget.layout.display = None if seen else "none"


def spoken(html: str, kind: str = "quiz-said") -> str:
    """HTML that a screen reader reads out when it appears; `kind` is its class in quiz.css."""
    return f'<div role="status" aria-live="polite" class="{kind}">{html}</div>'


def _seed(seed: int | None) -> int:
    return random.SystemRandom().randrange(10_000) if seed is None else seed


def some_of(found: Sequence[Any], unit: int | str) -> Sequence[Any]:
    if not found:
        raise ValueError(f"There is nothing of this kind for unit {unit!r}. See help(coursekit.quiz) for the units.")
    return found
