"""Guesses to click before a run, and what is said of them after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ipywidgets import HTML

from coursekit import progress
from coursekit.quiz import static
from coursekit.quiz.bank import Question, load
from coursekit.quiz.widgets import OnAnswer, QuestionBox, Quiz, some_of, spoken


def predict(unit: int, on_answer: OnAnswer | None = progress.answer) -> Prediction:
    """What a reader guesses before the run of a unit's lesson (0 to 9); its `reveal()` compares, after the run."""
    return Prediction(some_of(load().of("predict", unit), unit), on_answer)


class Prediction(Quiz):
    """Guesses before a run. Each can be changed until it has been compared with what happens."""

    def __init__(self, questions: Sequence[Question], on_answer: OnAnswer | None):
        self.on_answer = on_answer
        total = len(questions)
        self.boxes = [QuestionBox(number, total, q, seed=0) for number, q in enumerate(questions, 1)]
        super().__init__(self.boxes, static.guesses(questions))

    def reveal(self) -> Revealed:
        """The guesses beside the answers, to be shown after the run."""
        return Revealed(self)


class Revealed(Quiz):
    """For each guess what happens. Where there is no guess yet, the answer is folded, and comes with the guess."""

    def __init__(self, prediction: Prediction):
        self.on_answer = prediction.on_answer
        self.answers = [HTML() for _ in prediction.boxes]
        super().__init__(self.answers, static.guessed([box.question for box in prediction.boxes]))
        for number, (box, answer) in enumerate(zip(prediction.boxes, self.answers, strict=True), 1):
            answer.value = static.not_guessed(number, box.question)
            compare = partial(self._answer, number, box, answer)
            box.radio.observe(compare, "index")
            compare()

    def _answer(self, number: int, box: QuestionBox, answer: HTML, change: object = None) -> None:
        if box.radio.index is None:
            return
        guess = box.choices[box.radio.index]
        box.radio.disabled = True
        answer.value = spoken(static.compared(number, box.question, guess))
        if self.on_answer:
            self.on_answer(box.question, guess.right)
