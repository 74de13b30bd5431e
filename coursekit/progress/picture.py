"""Progress as a picture of every unit, and as one line that follows what the learner does in the same notebook."""

from __future__ import annotations

from html import escape
from pathlib import Path

from IPython.display import HTML, display, update_display

from coursekit.lessons import LESSONS, QUICK_CHECK, SHORT_WAY
from coursekit.progress import record
from coursekit.progress.given_back import given_back
from coursekit.progress.record import Progress, Unit

QUESTIONS = 10  #: of a mastery test
COLOUR = "var(--jp-brand-color1, #0072B2)"  # the theme's own; the second is for pages without a theme
DISPLAY = "course-progress"  #: the strip's display, which `refresh` changes
_unit: int | str | None = None  #: what the strip of this notebook is about
_shown = False  #: whether there is one


class Strip:
    """One line about a unit, or the short way, and the course. In a notebook, it follows what is noted there."""

    def __init__(self, unit: int | str | None):
        self.unit = unit

    def __str__(self) -> str:
        return " · ".join(filter(None, [*_words(self.unit, record.read()), given_back(Path())]))

    __repr__ = __str__

    def html(self) -> str:
        progress = record.read()
        first, *others = (escape(words) for words in filter(None, [*_words(self.unit, progress), given_back(Path())]))
        own = record.units(progress)[self.unit].exercises if isinstance(self.unit, int) else {}
        boxes = f" {_boxes(list(own.values()))} " if own else ""
        said = " · ".join([f"<strong>{first}</strong>{boxes}", *others])
        return (
            f"<p role='status' style='margin: 0.3em 0; padding-left: 0.6em; border-left: 4px solid {COLOUR}'>{said}</p>"
            f"{_trouble()}"
        )

    def _ipython_display_(self) -> None:
        global _unit, _shown
        _unit, _shown = self.unit, True
        display(HTML(self.html()), display_id=DISPLAY)


def refresh() -> None:
    """Show the strip of this notebook again, if it has one."""
    if _shown:
        update_display(HTML(Strip(_unit).html()), display_id=DISPLAY)


class Table:
    """All units, the short way, and the mastery test."""

    def __init__(self, progress: Progress):
        self.units = [*record.units(progress), record.short_way(progress)]
        self.mastery = progress.mastery

    def __str__(self) -> str:
        lines = [f"{'unit':20} {'lesson':8} {'quick check':15} exercises"]
        for unit in self.units:
            exercises = f"{_text_boxes(unit)} {_exercises(unit)}{_open(unit)}" if unit.exercises else ""
            lines.append(f"{unit.name:20} {_lesson(unit):8} {_quick(unit):15} {exercises}".rstrip())
        return "\n".join([*lines, f"{'mastery test':20} {_mastery(self.mastery)}"])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row' style='text-align: left'>{unit.name}</th>"
            f"<td style='text-align: left'>{'✓' if unit.read else '○'} {_lesson(unit)}</td>"
            f"<td style='text-align: left'>{_quick(unit)}</td>"
            f"<td style='text-align: left'>{_exercise_cell(unit)}</td></tr>"
            for unit in self.units
        )
        heads = "".join(
            f"<th scope='col' style='text-align: left'>{head}</th>"
            for head in ("unit", "lesson", "quick check", "exercises")
        )
        best = self.mastery.get("best", 0)
        marks = _boxes([place < best for place in range(QUESTIONS)]) if self.mastery else ""
        return (
            f"<table><caption style='text-align: left'>Your progress</caption><thead><tr>{heads}</tr></thead>"
            f"<tbody>{rows}<tr><th scope='row' style='text-align: left'>mastery test</th>"
            f"<td colspan='3' style='text-align: left'>{marks} {_mastery(self.mastery)}</td></tr></tbody></table>"
            f"<p>It is kept in <code>{escape(str(record.file()))}</code>. Delete it to start again.</p>{_trouble()}"
        )


# --- words --------------------------------------------------------------------------------------------------------


def _words(unit: int | str | None, progress: Progress) -> list[str]:
    units = record.units(progress)
    said = ["Your progress"]
    if unit == SHORT_WAY:
        said = [f"Twelve minutes: {_lesson(record.short_way(progress))}"]
    elif isinstance(unit, int):
        own = units[unit]
        said = [f"Unit {unit}: lesson {_lesson(own)}"]
        if own.exercises:
            said = [f"Unit {unit}: {_exercises(own)} exercises pass{_open(own)}", f"lesson {_lesson(own)}"]
    exercises = [passed for one in units for passed in one.exercises.values()]
    said.append(
        f"whole course: {sum(one.read for one in units)} of {len(LESSONS)} lessons, "
        f"{sum(exercises)} of {len(exercises)} exercises, mastery test {_mastery(progress.mastery)}"
    )
    return said


def _lesson(unit: Unit) -> str:
    return "read" if unit.read else "not yet read"


def _quick(unit: Unit) -> str:
    if unit.number == 0:
        return ""
    return f"{unit.right} of {QUICK_CHECK} right" if unit.answered else "not yet"


def _exercises(unit: Unit) -> str:
    return f"{unit.passed} of {len(unit.exercises)}"


def _open(unit: Unit) -> str:
    """Name the exercises that are open, once one of them passes."""
    names = [name.partition(" ")[0] for name, passes in unit.exercises.items() if not passes]
    return f", open: {', '.join(names)}" if names and unit.passed else ""


def _mastery(mastery: dict[str, int]) -> str:
    if not mastery:
        return "not yet"
    return f"{mastery['best']} of {QUESTIONS} at best, {mastery['last']} the last time"


def _exercise_cell(unit: Unit) -> str:
    if not unit.exercises:
        return ""
    return f"{_boxes(list(unit.exercises.values()))} {_exercises(unit)}{escape(_open(unit))}"


def _text_boxes(unit: Unit) -> str:
    return "".join("■" if passes else "□" for passes in unit.exercises.values())


def _boxes(done: list[bool]) -> str:
    """Full boxes for what is done, empty ones for what is open. The words beside them say it too."""
    boxes = "".join(
        f"<rect x='{14 * place + 1}' y='1' width='10' height='10' stroke='{COLOUR}' stroke-width='1.5' "
        f"fill='{COLOUR if one else 'none'}'/>"
        for place, one in enumerate(done)
    )
    return f"<svg aria-hidden='true' width='{14 * len(done)}' height='12'>{boxes}</svg>"


def _trouble() -> str:
    return f"<p role='status'>⚠ {escape(record.trouble())}</p>" if record.trouble() else ""
