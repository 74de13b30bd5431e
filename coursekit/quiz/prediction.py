"""Guesses to click before a run, and what is said of them after it."""

from __future__ import annotations

from collections.abc import Sequence

from ipywidgets import HTML

from coursekit import progress
from coursekit.controls import AnswerButton
from coursekit.quiz import static
from coursekit.quiz.bank import Question, load
from coursekit.quiz.widgets import OnAnswer, QuestionBox, Quiz, show, some_of, spoken


def predict(unit: int, group: str = "", on_answer: OnAnswer | None = progress.answer) -> Prediction:
    """What a reader guesses before the run of a unit's lesson; its `reveal()` compares, after the run.

    group: which guesses of the lesson, when it asks more than once; its first ones have no name
    """
    questions = [question for question in load().of("predict", unit) if question.group == group]
    return Prediction(some_of(questions, unit), on_answer)


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
    """For each guess what happens. Where there is none yet, the answer is folded, and a button compares later guesses.

    A guess is not compared as soon as it is chosen: arrow keys choose each one that they pass.
    """

    def __init__(self, prediction: Prediction):
        self.prediction = prediction
        self.answers = [
            HTML(static.not_guessed(number, box.question)) for number, box in enumerate(prediction.boxes, 1)
        ]
        self.compare = AnswerButton(
            self._answer,
            description="Compare my guesses",
            tooltip="Compare the guesses above with what happened",
            groups=[box.radio for box in prediction.boxes],
        )
        self.compare.add_class("quiz-action")
        questions = [box.question for box in prediction.boxes]
        super().__init__([*self.answers, self.compare], static.guessed(questions))
        self.compare.click()

    def _answer(self, chosen: list[int | None]) -> None:
        answers = zip(self.prediction.boxes, chosen, self.answers, strict=True)
        for number, (box, place, answer) in enumerate(answers, 1):
            if place is None:
                continue
            guess = box.choices[place]
            box.radio.disabled = True
            answer.value = spoken(static.compared(number, box.question, guess))
            if self.prediction.on_answer:
                self.prediction.on_answer(box.question, guess.right)
        show(self.compare, None in chosen)
