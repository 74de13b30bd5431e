"""The quizzes as HTML that needs no kernel: answers unfold with <details>. Also the pieces the widgets show."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it import MarkdownIt

from coursekit.quiz.bank import Card, Choice, Question

_markdown = MarkdownIt("commonmark", {"html": False})


def as_html(text: str) -> str:
    return _markdown.render(text)


def in_line(text: str) -> str:
    """One line of markdown as HTML without a paragraph."""
    return _markdown.renderInline(text)


def questions(asked: Iterable[Question], seed: int = 0) -> str:
    """Questions one below the other; under each, what unfolds.

    seed: as for `Question.choices`
    """
    return "".join(_question(number, question, seed) for number, question in enumerate(asked, 1))


def cards(dealt: Iterable[Card]) -> str:
    """Recall cards: the front is seen, the back unfolds."""
    return "".join(f"{as_html(card.front)}{unfold('Turn the card', as_html(card.back))}" for card in dealt)


def heading(number: int, question: Question) -> str:
    return f"<p><strong>Question {number}</strong> ({question.level})</p>{as_html(question.text)}"


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
    return as_html(f"**{'✓ Right.' if choice.right else '✗ Not right.'}** {choice.why}")


def explained(choices: Iterable[Choice]) -> str:
    """Every choice and why it is right or wrong, folded."""
    listed = "".join(f"<li>{as_html(choice.text)}{verdict(choice)}</li>" for choice in choices)
    return unfold("Every choice explained", f'<ol type="A">{listed}</ol>')


def read_again(question: Question) -> str:
    """Where the lesson explains it, as markdown."""
    return f"Read again in lesson {question.unit}: {question.link}"


def _question(number: int, question: Question, seed: int) -> str:
    choices = question.choices(seed)
    listed = "".join(f"<li>{as_html(choice.text)}</li>" for choice in choices)
    answer = explained(choices) + unfold("Where it is explained", as_html(read_again(question)))
    return f'{heading(number, question)}<ol type="A">{listed}</ol>{help_for(question)}{answer}'
