"""Shows how good the tests of an assignment are: which wrong answers and which small mistakes each of them catches."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.preprocessors import ClearHiddenTests

from autograder.course.folder import Course
from autograder.grading.preprocessor import SealedExecute
from autograder.sealed.errors import CourseProblem
from autograder.sealed.plan.slices import cells_of
from autograder.verify.bank import KINDS, Answer, Exercise, Sheet, read_answers, read_sheets, solutions
from autograder.verify.mutants import Mutant, mutants_of
from autograder.verify.uncrossed import uncrossed
from autograder.verify.verdicts import PlainGrader, Verdict, reference_sealed, sealed_verdicts

MARKS = "equivalent-mutants.toml"


@dataclass
class Findings:
    """What was found out about one exercise."""

    exercise: Exercise
    plain: list[Verdict] = field(default_factory=list)
    sealed: list[Verdict] = field(default_factory=list)
    killed: dict[str, int] = field(default_factory=dict)  #: mutants that each test catches
    mutants: int = 0
    survivors: list[Mutant] = field(default_factory=list)  #: those not marked as equivalent
    equivalent: int = 0  #: survivors that are marked

    def caught(self, test: str) -> list[Answer]:
        """The wrong answers that a test catches."""
        return [v.answer for v in self.plain if v.answer.kind == "wrong" and test in v.failed]

    def count(self, kind: str) -> int:
        """How many answers of a kind were tried."""
        return len({verdict.answer for verdict in [*self.plain, *self.sealed] if verdict.answer.kind == kind})

    @property
    def catches_nothing(self) -> list[str]:
        """The tests that neither a wrong answer nor a mutant fails."""
        return [test for test in self.exercise.tests if not self.caught(test) and not self.killed.get(test)]

    @property
    def disagreements(self) -> list[str]:
        """Answers that fail other tests plain than sealed, each as a line."""
        found, plain = [], {verdict.answer: set(verdict.failed) for verdict in self.plain}
        for verdict in self.sealed:
            answer, failed = verdict.answer, set(verdict.failed)
            if answer in plain and plain[answer] != failed:
                said = f"lost {names(plain[answer])} plain, {names(failed)} sealed"
                found.append(f"{answer.kind}/{answer.path.stem}: {said}")
        return found

    @property
    def unjust(self) -> list[str]:
        """Answers whose verdict is not the one that their kind asks for, each as a line."""
        verdicts = self.plain + [verdict for verdict in self.sealed if verdict.answer.kind == "hostile"]
        return [f"{v.answer.kind}/{v.answer.path.stem} {v.problem}" for v in verdicts if v.problem]


@dataclass(frozen=True)
class Report:
    """What was found out about one notebook."""

    assignment: str
    findings: list[Findings]
    broken: list[str]  #: tests, and cells before them, that fail with the reference solution: nothing else was tried
    crossing: list[str]  #: functions of hidden tests that reach an answer
    stray: list[str]  #: what in the bank belongs to nothing
    uncrossed: list[str] = field(default_factory=list)  #: tests that use what does not cross to an answer's process
    broken_sealed: list[str] = field(default_factory=list)  #: tests that fail with the reference solution sealed alone

    @property
    def is_good(self) -> bool:
        """Is there nothing to look at?"""
        seen = (self.broken, self.broken_sealed, self.crossing, self.stray, self.uncrossed)
        return not any(seen) and not any(
            f.unjust or f.disagreements or f.catches_nothing or f.survivors for f in self.findings
        )


Watched = Callable[[Iterable, str, int], Iterator]  #: passes items on, and shows how many of how many there were


def verify(course: Course, assignment: str, bank: Path, workers: int, watched: Watched) -> list[Report]:
    """Grade the bank of an assignment, and mutants of its solutions; one report for each notebook.

    bank: the folder that holds <assignment>/<exercise>/right, wrong and hostile
    Raises CourseProblem when there is no notebook to grade, a mark cannot be read, or this machine cannot isolate.
    """
    sheets = read_sheets(course, assignment)
    answers = read_answers(bank, assignment)
    known = {exercise.name for sheet in sheets for exercise in sheet.exercises}
    stray = [f"{a.name}: no such exercise" for a in answers if a.exercise not in known]
    stray += [f"{a.name}: not one of {', '.join(KINDS)}" for a in answers if a.kind not in KINDS]
    answers = [a for a in answers if a.exercise in known and a.kind in KINDS]
    marks = read_marks(bank / assignment / MARKS)
    reports = [verify_sheet(course, sheet, answers, marks, workers, watched) for sheet in sheets]
    stale = [f"{MARKS}: [[{exercise}]] {line} → {mutant}: no such survivor" for exercise, line, mutant in marks]
    reports[-1].stray.extend(stray + (stale if not any(report.broken for report in reports) else []))
    return reports


def verify_sheet(
    course: Course, sheet: Sheet, answers: list[Answer], marks: set[Mark], workers: int, watched: Watched
) -> Report:
    """Verify one notebook; takes the marks of mutants that survived out of `marks`."""
    findings = {exercise.name: Findings(exercise) for exercise in sheet.exercises}
    answers = [answer for answer in answers if answer.exercise in findings]
    hidden = ClearHiddenTests(config=course.config).begin_test_delimeter
    trusted = [answer for answer in answers if answer.kind != "hostile"]
    with PlainGrader(sheet, workers, hidden) as grader:
        if grader.reference.failed:
            broken = [f"{test}: {said}" for test, said in grader.reference.failed.items()]
            return Report(sheet.assignment, [], grader.reference.raised + broken, [], [])
        for verdict in watched(grader.verdicts(trusted), "graded plain", len(trusted)):
            findings[verdict.answer.exercise].plain.append(verdict)
        try_mutants(grader, findings, marks, watched)
    limits = SealedExecute(config=course.config).limits()
    if limits.unsandboxed and len(trusted) < len(answers):
        raise CourseProblem(
            "Hostile answers are in the bank, but grading is set to run unsandboxed: they were not run. "
            "Next step: remove `c.SealedExecute.unsandboxed` on a machine that can isolate."
        )
    sealed = [f"{test}: {said}" for test, said in reference_sealed(sheet, limits).items()]
    for verdict in watched(sealed_verdicts(sheet, answers, limits, workers), "graded sealed", len(answers)):
        findings[verdict.answer.exercise].sealed.append(verdict)
    places = uncrossed(cells_of(sheet.notebook))
    return Report(sheet.assignment, list(findings.values()), [], grader.reference.crossing, [], places, sealed)


def try_mutants(grader: PlainGrader, findings: dict[str, Findings], marks: set[Mark], watched: Watched) -> None:
    """Run the tests against every mutant of the solutions, and note in `findings` who catches which."""
    sources = {name: source for name, source in solutions(grader.sheet.notebook).items() if name in findings}
    mutants = [mutant for name, source in sources.items() for mutant in mutants_of(name, source)]
    ran = grader.sources([(mutant.exercise, mutant.source) for mutant in mutants], elsewhere=False)
    survived = set()
    for mutant, done in zip(mutants, watched(ran, "tried mutants", len(mutants)), strict=True):
        found, mark = findings[mutant.exercise], (mutant.exercise, mutant.line, mutant.mutant)
        found.mutants += 1
        for test in done.failed:
            found.killed[test] = found.killed.get(test, 0) + 1
        if done.failed:
            continue
        survived.add(mark)
        found.equivalent += mark in marks
        if mark not in marks:
            found.survivors.append(mutant)
    marks -= survived


# --- marks ------------------------------------------------------------------------------------------------------------

Mark = tuple[str, str, str]  #: exercise, the line as it is, the line as it became


def read_marks(path: Path) -> set[Mark]:
    """The mutants that are marked as equivalent: right answers too. Raises CourseProblem.

        [[exercise]]
        line = "return model.eval()"
        mutant = "return model"
        reason = "why it is right as well"

    A line is spelled as ast.unparse spells it; `autograder verify` prints every survivor in this form.
    """
    if not path.is_file():
        return set()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseProblem(f"{path} cannot be read: {error}. Next step: correct that line.") from None
    found = set()
    for exercise, entries in tables.items():
        for entry in entries if isinstance(entries, list) else [entries]:
            if not isinstance(entry, dict) or not all(entry.get(key) for key in ("line", "mutant", "reason")):
                raise CourseProblem(f"{path}: an entry of [[{exercise}]] needs a line, a mutant and a reason.")
            found.add((exercise, entry["line"], entry["mutant"]))
    return found


def names(tests: Iterable[str]) -> str:
    """Tests in words, sorted."""
    return ", ".join(sorted(tests)) or "nothing"
