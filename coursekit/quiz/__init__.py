"""Quizzes for lessons. Each function returns a widget: make it the last line of a cell.

    from coursekit import quiz

    guess = quiz.predict(4)    what a reader expects before a run; units 0 to 11
    guess.reveal()             after it: each guess beside what happened
    quiz.predict(10, "files")  later guesses of the same lesson; the question file names their group

    quiz.quick_check(4)    three questions of unit 4, at the end of its lesson; units 1 to 11
    quiz.practice(4)       questions with hint, worked solution and common mistakes; units 3, 4, 5 and 7
                           both take "twelve-minutes", the short way, too
    quiz.recall(4)         five cards from units 1 to 3, to remember what came before; units 2 to 12
    quiz.mastery()         ten questions, easy to hard, from all units; says which level is strong
    quiz.mastery(seed=7)   the same ten every time

Answers are remembered by `coursekit.progress`; give `on_answer=None` (and `on_score=None` for the mastery test) to
remember nothing, or functions of your own: `on_answer(question, right)`, `on_score(right)`. The questions are in
`coursekit/questions/`; `coursekit.quiz.bank` describes the format.

Without a kernel the same quizzes are HTML that unfolds: `quiz.static.questions(quiz.load().of("quick", 4))`.
"""

from coursekit.quiz import static
from coursekit.quiz.bank import load
from coursekit.quiz.prediction import predict
from coursekit.quiz.widgets import mastery, practice, quick_check, recall

__all__ = ["load", "mastery", "practice", "predict", "quick_check", "recall", "static"]
