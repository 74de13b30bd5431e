"""What became of answers: graded plain, in one process that is not isolated, and graded sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

from nbformat import NotebookNode

from autograder.grading.shared_pool import shared_pool
from autograder.sealed.errors import CourseProblem, GraderError, SubmissionProblem
from autograder.sealed.limits import Files, Limits
from autograder.sealed.plan.cells import setup_imports
from autograder.sealed.plan.marks import is_test, nbgrader_of
from autograder.sealed.plan.names import imported_modules
from autograder.sealed.plan.slices import cells_of, cells_to_run, cut
from autograder.sealed.session.session import execute_sealed
from autograder.verify.bank import Answer, Exercise, Sheet
from autograder.verify.plain import PlainWorkers, Ran, Run, lost


@dataclass(frozen=True)
class Verdict:
    """What an answer lost in the notebook of its exercise, everything else being the reference solution."""

    answer: Answer
    exercise: Exercise
    failed: dict[str, str]  #: what each failed test cell said, by grade_id

    @property
    def problem(self) -> str:
        """Why this verdict is unjust; "" when it is just."""
        own, kind = set(self.exercise.tests), self.answer.kind
        elsewhere = sorted(set(self.failed) - own)
        if kind == "right":
            return f"is right and lost {', '.join(self.failed)}" if self.failed else ""
        if kind == "hostile":
            kept = sorted(own - set(self.failed))
            return f"is hostile and kept {', '.join(kept)}" if kept else ""
        if elsewhere:
            return f"lost points elsewhere: {', '.join(elsewhere)}"
        return "" if self.failed else "is wrong and kept every point"


class PlainGrader:
    """Grades answers to one notebook plain, several at a time. A context manager."""

    def __init__(self, sheet: Sheet, workers: int = 1, hidden: str = ""):
        """hidden: what begins the hidden part of a test, to learn which functions of it reach an answer."""
        self.sheet, self.pool = sheet, PlainWorkers(workers)
        imports = setup_imports(sheet.notebook, sheet.files.modules)
        modules = sorted(frozenset().union(*map(imported_modules, imports)))
        self.run = Run(cells_of(sheet.notebook), sheet.files.given, modules, hidden=hidden)
        self.exercises = {exercise.name: exercise for exercise in sheet.exercises}

    def __enter__(self) -> PlainGrader:
        """Runs the reference solution. What it imports is loaded for all answers, too, and they may take no longer."""
        (self.reference,) = self.pool.run([self.run])
        seconds = 10 + 10 * self.reference.seconds
        modules = self.run.modules + self.reference.modules
        self.run = replace(self.run, modules=modules, seconds=seconds, hidden="")
        return self

    def __exit__(self, *exception: object) -> None:
        self.pool.__exit__()

    def verdicts(self, answers: Iterable[Answer]) -> Iterator[Verdict]:
        """Grade right and wrong answers. Raises ValueError for a hostile one: nothing is isolated here."""
        answers = list(answers)
        if any(answer.kind == "hostile" for answer in answers):
            raise ValueError("A hostile answer may only run sealed.")
        ran = self.sources([(answer.exercise, answer.source) for answer in answers])
        for answer, done in zip(answers, ran, strict=True):
            yield Verdict(answer, self.exercises[answer.exercise], done.failed)

    def sources(self, answers: list[tuple[str, str]], elsewhere: bool = True) -> Iterator[Ran]:
        """Run answers, each given as the name of its exercise and its code. elsewhere: see cells_to_run."""
        notebook, own = self.sheet.notebook, self.exercises
        sliced = (cells_to_run(notebook, name, own[name].tests, source, elsewhere) for name, source in answers)
        return self.pool.run(replace(self.run, cells=cells) for cells in sliced)


@dataclass(frozen=True)
class SealedJob:
    """A submission to grade sealed."""

    submission: NotebookNode
    source: NotebookNode
    files: Files
    limits: Limits


def sealed_verdicts(sheet: Sheet, answers: list[Answer], limits: Limits, workers: int) -> Iterator[Verdict]:
    """Grade answers sealed, several at a time.

    A hostile answer meets the whole notebook; of the others' notebooks only what they can affect is run.
    Raises CourseProblem when this machine cannot isolate, or a setup cell fails.
    """
    exercises = {exercise.name: exercise for exercise in sheet.exercises}
    jobs = []
    for answer in answers:
        name = answer.exercise
        cells = cells_to_run(sheet.notebook, name, exercises[name].tests, answer.source)
        if answer.kind == "hostile":
            cells = [replace(c, code=answer.source) if c.name == name else c for c in cells_of(sheet.notebook)]
        source = cut(sheet.notebook, [c for c in cells_of(sheet.notebook) if c.name in {cell.name for cell in cells}])
        jobs.append(SealedJob(cut(sheet.notebook, cells), source, sheet.files, limits))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for answer, failed in zip(answers, pool.map(sealed_failures, jobs), strict=True):
            if isinstance(failed, str):
                pool.shutdown(cancel_futures=True)
                raise CourseProblem(failed)
            yield Verdict(answer, exercises[answer.exercise], failed)


def reference_sealed(sheet: Sheet, limits: Limits) -> dict[str, str]:
    """What each test says that fails with the instructor's own solution, graded sealed.

    Raises CourseProblem as sealed_verdicts does.
    """
    whole = cut(sheet.notebook, cells_of(sheet.notebook))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        failed = pool.submit(sealed_failures, SealedJob(whole, whole, sheet.files, limits)).result()
    if isinstance(failed, str):
        raise CourseProblem(failed)
    return failed


def sealed_failures(job: SealedJob) -> dict[str, str] | str:
    """What each failed test said; what is wrong with the machine or the assignment, as a text. Runs in a worker."""
    try:
        done = execute_sealed(job.submission, job.source, job.files, job.limits, pool=shared_pool())
    except (GraderError, SubmissionProblem) as error:
        return str(error)
    found = {}
    for cell in done.cells:
        if is_test(cell):
            marks = nbgrader_of(cell)
            found[marks["grade_id"]] = lost(cell.outputs, float(marks.get("points") or 0))
    return {test: message for test, message in found.items() if message}
