"""What a learner has done so far, in a plain file of their own. It never affects a grade; losing it costs nothing.

    progress.lesson_done("04-restoring")     in the last cell of a lesson
    progress.answer(question, right)         quizzes call it
    progress.check_assignment("04-restoring/restoring.ipynb")   run the visible tests, remember what passed
    progress.show()                          all of it, as a table with bars

From a terminal: `python -m coursekit.progress 04-restoring/restoring.ipynb` checks and shows, without a file it shows.

The file is `course-progress.json` in the folder that holds the learner's work (see `file`). A damaged one is set aside.
"""

from __future__ import annotations

import html
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.lessons import LESSONS, QUICK_CHECK

if TYPE_CHECKING:
    from coursekit.quiz.bank import Question

NAME = "course-progress.json"


@dataclass
class Progress:
    """What is in the file."""

    lessons: dict[str, bool] = field(default_factory=dict)  #: lesson: True
    answers: dict[str, bool] = field(default_factory=dict)  #: "4/quick/<question id>": right, the last time
    exercises: dict[str, dict[str, bool]] = field(default_factory=dict)  #: unit: {exercise: visible tests pass}


def lesson_done(lesson: str) -> None:
    """Remember that a lesson is done.

    lesson: its name, e.g. "04-restoring". Raises ValueError for a name that no lesson has.
    """
    if lesson not in LESSONS:
        raise ValueError(f"No lesson is called {lesson}. The lessons are {', '.join(LESSONS)}.")
    now = read()
    now.lessons[lesson] = True
    write(now)


def answer(question: Question, right: bool) -> None:
    """Remember the last answer to a question. Quizzes call this."""
    now = read()
    now.answers[f"{question.unit}/{question.kind}/{question.id}"] = right
    write(now)


def check_assignment(path: str | Path) -> dict[str, bool]:
    """Run an assignment as it was saved last, and remember which exercises pass every test that you can see.

    path: the learner's notebook, e.g. "04-restoring/restoring.ipynb"; it is not changed

    Returns exercise: True or False, by the id of its answer cell. Takes as long as running all cells, and a few
    seconds to start a kernel. Raises FileNotFoundError when there is no such notebook, ValueError when it is not an
    assignment, RuntimeError when its kernel dies.
    """
    from coursekit.visible_tests import visible_results  # starts kernels; quizzes need none of it

    path = Path(path).resolve()
    results = visible_results(path)
    now = read()
    now.exercises[path.parent.name] = results
    write(now)
    return results


def show() -> ProgressTable:
    """The progress so far. In a notebook it is a table with bars; printed, it is text."""
    return ProgressTable(read())


# --- the file -----------------------------------------------------------------------------------------------------


def file() -> Path:
    """Where progress is kept: one file for all units, beside the learner's unit folders.

    Notebooks run in `notebooks/` or in a unit's folder such as `04-restoring/`, so the file lies one folder up, and in
    `my-work/` if that is there.
    """
    here = Path.cwd()
    above = here.parent if here.name == "notebooks" or re.match(r"\d\d-", here.name) else here
    return (above / "my-work" if (above / "my-work").is_dir() else above) / NAME


def read() -> Progress:
    """What the file holds; nothing yet when there is none. A damaged file is set aside, with a message."""
    path = file()
    try:
        return _progress(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Progress()
    except OSError as error:
        print(f"{path} could not be read ({error.strerror}). Your progress is not shown; your grades are not affected.")
        return Progress()
    except ValueError:
        return _set_aside(path)


def write(progress: Progress) -> None:
    """Replace the file in one step. Where nothing can be written, say so and go on: a lesson must not stop for it."""
    path = file()
    text = json.dumps(vars(progress), indent=2) + "\n"
    new = path.with_suffix(".new")
    try:
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    except OSError as error:
        print(f"Your progress was not saved in {path} ({error.strerror}). You can go on; grades are not affected.")


def _set_aside(path: Path) -> Progress:
    aside = path.with_suffix(".damaged.json")
    try:
        path.replace(aside)
        print(f"{path.name} was damaged. It is now {aside.name}, and a new one begins. Your grades are not affected.")
    except OSError:
        print(f"{path} is damaged. Delete it, and a new one begins. Your grades are not affected.")
    return Progress()


def _progress(data: Any) -> Progress:
    """Check the shape. Raises ValueError when a hand or a broken disk has changed it."""
    if not isinstance(data, dict) or set(data) != {"lessons", "answers", "exercises"}:
        raise ValueError("not a progress file")
    per_unit = data["exercises"].values() if isinstance(data["exercises"], dict) else [None]
    for flags in (data["lessons"], data["answers"], *per_unit):
        if not isinstance(flags, dict) or not all(isinstance(flag, bool) for flag in flags.values()):
            raise ValueError("not a progress file")
    return Progress(**data)


# --- the table ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProgressTable:
    progress: Progress

    def rows(self) -> list[tuple[str, bool, int, dict[str, bool]]]:
        """For each lesson: name, done, quick questions right, exercises and whether they pass (none before a check)."""
        rows = []
        for unit, lesson in enumerate(LESSONS):
            quick = sum(right for key, right in self.progress.answers.items() if key.startswith(f"{unit}/quick/"))
            rows.append((lesson, lesson in self.progress.lessons, quick, self.progress.exercises.get(lesson, {})))
        return rows

    def __str__(self) -> str:
        lines = [f"{'lesson':20} {'read':6} {'quick check':13} exercises"]
        for lesson, done, quick, exercises in self.rows():
            checked = f"{_bar(quick, QUICK_CHECK)} {quick} of {QUICK_CHECK}" if lesson != LESSONS[0] else ""
            passed, total = sum(exercises.values()), len(exercises)
            tested = f"{_bar(passed, total)} {passed} of {total}{_open(exercises)}" if total else ""
            lines.append(f"{lesson:20} {'yes' if done else 'no':6} {checked:13} {tested}".rstrip())
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left'>{lesson}</th>"
            f"<td>{'read' if done else 'not yet'}</td>"
            f"<td>{_meter(quick, QUICK_CHECK, 'quick check') if lesson != LESSONS[0] else ''}</td>"
            f"<td>{_exercises(exercises)}</td></tr>"
            for lesson, done, quick, exercises in self.rows()
        )
        heads = "".join(f"<th scope='col'>{head}</th>" for head in ("lesson", "read", "quick check", "exercises"))
        return f"<table><caption>Your progress</caption><tr>{heads}</tr>{rows}</table>"


def _bar(part: int, whole: int) -> str:
    return "█" * part + "░" * (whole - part)


def _open(exercises: dict[str, bool]) -> str:
    """Name the exercises that do not pass yet."""
    names = [name for name, passes in exercises.items() if not passes]
    return f", open: {', '.join(names)}" if names else ""


def _exercises(exercises: dict[str, bool]) -> str:
    if not exercises:
        return ""
    return _meter(sum(exercises.values()), len(exercises), "exercises") + html.escape(_open(exercises))


def _meter(part: int, whole: int, name: str) -> str:
    said = f"{part} of {whole}"
    return f"<progress value='{part}' max='{whole}' aria-label='{name}: {said}' style='width:6em'></progress> {said}"


if __name__ == "__main__":
    for notebook in sys.argv[1:]:
        check_assignment(notebook)
    print(show())
