"""The quizzes as HTML that needs no kernel: answers unfold with <details>. Also the pieces the widgets show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from coursekit.lessons import SHORT_WAY
from coursekit.quiz.bank import Card, Choice, Question

STYLE = f"<style>{(Path(__file__).resolve().parent / 'quiz.css').read_text(encoding='utf-8')}</style>"


def _coloured(code: str, language: str, _: str) -> str:
    return highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)) if language == "python" else ""


_markdown = MarkdownIt("commonmark", {"html": False, "highlight": _coloured})


def as_html(text: str) -> str:
    return _markdown.render(text)


def in_line(text: str) -> str:
    """One line of markdown as HTML without a paragraph."""
    return _markdown.renderInline(text)


def questions(asked: Sequence[Question], seed: int = 0) -> str:
    """Questions one below the other; under each, what unfolds.

    seed: as for `Question.choices`
    """
    return _page(
        heading(number, len(asked), question) + _choices(question, seed) + help_for(question) + _answer(question, seed)
        for number, question in enumerate(asked, 1)
    )


def guesses(asked: Sequence[Question]) -> str:
    """The questions of a prediction, without their answers."""
    return _page(heading(number, len(asked), q) + _choices(q, seed=0) for number, q in enumerate(asked, 1))


def guessed(asked: Sequence[Question]) -> str:
    """The answers to a prediction, each folded."""
    return _page(not_guessed(number, question) for number, question in enumerate(asked, 1))


def cards(dealt: Sequence[Card]) -> str:
    """Recall cards: the front is seen, the back unfolds."""
    return _page(f"{as_html(card.front)}{unfold('Turn the card', as_html(card.back))}" for card in dealt)


def heading(number: int, total: int, question: Question) -> str:
    """Number and text; a prediction is not a test, so it has no level."""
    said = f"<strong>Guess {number} of {total}</strong>"
    if question.kind != "predict":
        said = f"<strong>Question {number} of {total}</strong> ({question.level})"
    return f"<p>{said}</p>{as_html(question.text)}"


def help_for(question: Question) -> str:
    """Hint, worked solution and common mistakes, each folded; "" for a question that has none."""
    if not question.hint:
        return ""
    mistakes = "\n".join(f"- {mistake}" for mistake in question.mistakes)
    parts = {"Hint": question.hint, "Worked solution": question.solution, "Common mistakes": mistakes}
    return "".join(unfold(title, as_html(text)) for title, text in parts.items())


def unfold(title: str, html: str) -> str:
    return f"<details><summary>{title}</summary>{html}</details>"


def verdict(choice: Choice) -> str:
    said = as_html(f"**{'✓ Right.' if choice.right else '✗ Not right.'}** {choice.why}")
    return f'<div class="quiz-{"right" if choice.right else "wrong"}">{said}</div>'


def compared(number: int, question: Question, guess: Choice) -> str:
    """A guess beside what happened."""
    if guess.right:
        return f'<div class="quiz-right">{as_html(f"**✓ Guess {number} was right:** {guess.text}. {guess.why}")}</div>'
    said = f"**✗ Guess {number} was:** {guess.text}. {guess.why}\n\n**What happens:** {_happens(question)}"
    return f'<div class="quiz-wrong">{as_html(said)}</div>'


def not_guessed(number: int, question: Question) -> str:
    """The answer, folded for a reader who has made no guess yet."""
    return unfold(f"Answer to guess {number}", as_html(_happens(question)))


def _happens(question: Question) -> str:
    return f"{question.right.text}. {question.right.why}"


def explained(choices: Sequence[Choice]) -> str:
    """Every choice and why it is right or wrong, folded."""
    listed = "".join(f"<li>{as_html(choice.text)}{verdict(choice)}</li>" for choice in choices)
    return unfold("Every choice explained", f'<ol type="A">{listed}</ol>')


def read_more(question: Question, right: bool) -> str:
    """Where it is explained, as markdown."""
    where = "above" if question.unit == SHORT_WAY else f"in lesson {question.unit}"
    return f"{'Explained' if right else 'Read again'} {where}: {question.link}"


def _page(parts: Iterable[str]) -> str:
    return f'{STYLE}<div class="quiz">{"".join(parts)}</div>'


def _choices(question: Question, seed: int) -> str:
    listed = "".join(f"<li>{as_html(choice.text)}</li>" for choice in question.choices(seed))
    return f'<ol type="A">{listed}</ol>'


def _answer(question: Question, seed: int) -> str:
    where = unfold("Where it is explained", as_html(read_more(question, right=True)))
    return explained(question.choices(seed)) + where
