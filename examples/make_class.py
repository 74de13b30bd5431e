"""A class of students who answered like real ones: submissions made from the answer bank by a seeded draw.

Most students hand in a mixture of right and wrong answers. Some also bring one of the troubles that every class has;
TROUBLES names them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bank import answers, exercises, fill_in, notebook_path, read_notebook, units

SEED = 2026
STUDENTS = {  #: by id, as nbgrader knows them: first and last name
    "amara": ("Amara", "Okoye"),
    "anton": ("Anton", "Berger"),
    "bao": ("Bao", "Nguyen"),
    "carmen": ("Carmen", "Ruiz"),
    "chidi": ("Chidi", "Eze"),
    "dilara": ("Dilara", "Yılmaz"),
    "farid": ("Farid", "Haddad"),
    "ines": ("Inês", "Pereira"),
    "jun": ("Jun", "Tanaka"),
    "kofi": ("Kofi", "Mensah"),
    "leila": ("Leila", "Karimi"),
    "wanjiru": ("Wanjiru", "Kamau"),
}
FIRST_DUE = datetime(2026, 3, 2, 18, 0)
WEEK = timedelta(days=7)


@dataclass
class Submission:
    """What one student hands in for one unit."""

    student: str
    unit: str
    released: Path  #: the notebook as it was released
    notebook: NotebookNode  #: the same with the student's answers
    handed_in: datetime
    files: dict[str, bytes] = field(default_factory=dict)  #: by name; the notebook itself is added when it is empty


def due_date(unit: str) -> datetime:
    """18:00 UTC, a week after the unit before."""
    return FIRST_DUE + units().index(unit) * WEEK


def make_class(released: Path) -> list[Submission]:
    """Draw every student's submissions. `released` is the folder with the student versions.

    Each has a draw of its own: another answer in the bank changes what is handed in for its unit, and nothing else.
    """
    made = []
    for student in STUDENTS:
        skill = random.Random(f"{SEED} {student}").uniform(0.3, 1.0)
        for unit in units():
            submission = answer_like(student, unit, skill, released, random.Random(f"{SEED} {student} {unit}"))
            trouble = TROUBLES.get((student, unit[:2])) or TROUBLES.get((student, "all"))
            if trouble is not None:
                trouble(submission)
            made.append(submission)
    return [submission for submission in made if (submission.student, submission.unit[:2]) not in NOT_SUBMITTED]


def answer_like(student: str, unit: str, skill: float, released: Path, draw: random.Random) -> Submission:
    """Answer each exercise correctly with probability `skill`, else with a wrong answer or not at all."""
    solutions = solution_cells(unit)
    chosen = {}
    for exercise in exercises(unit):
        if draw.random() < skill:
            right = [solutions[exercise.name], *(a.source for a in answers(unit, exercise.name, "right"))]
            chosen[exercise.name] = draw.choice(right)
        elif draw.random() < 0.85:
            chosen[exercise.name] = draw.choice([a.source for a in answers(unit, exercise.name, "wrong")])
    path = released / unit / notebook_path(unit).name
    notebook = fill_in(nbformat.read(path, as_version=4), chosen)
    handed_in = due_date(unit) - timedelta(minutes=draw.randint(5, 4000))
    return Submission(student, unit, path, notebook, handed_in)


def solution_cells(unit: str) -> dict[str, str]:
    cells = read_notebook(unit).cells
    return {c.id: c.source for c in cells if c.metadata.get("nbgrader", {}).get("solution")}


# --- troubles -------------------------------------------------------------------------------------------------------


def empty(submission: Submission) -> None:
    """Hands in the assignment as it was released."""
    submission.notebook = nbformat.read(submission.released, as_version=4)


def late(submission: Submission) -> None:
    submission.handed_in = due_date(submission.unit) + timedelta(hours=30)


def no_notebook(submission: Submission) -> None:
    submission.files = {"notes.txt": b"I will hand in the notebook tomorrow.\n"}


def renamed(submission: Submission) -> None:
    stem = notebook_path(submission.unit).stem
    submission.files = {f"{stem} (1).ipynb": as_bytes(submission.notebook)}


def infinite_loop(submission: Submission) -> None:
    last = exercises(submission.unit)[-1].name
    fill_in(submission.notebook, {last: "while True:\n    pass"})


def deleted_test(submission: Submission) -> None:
    remove = set(list(exercises(submission.unit)[0].tests)[:1])
    submission.notebook.cells = [c for c in submission.notebook.cells if grade_id(c) not in remove]


def doubled_test(submission: Submission) -> None:
    cells = submission.notebook.cells
    double = next(i for i, c in enumerate(cells) if c.metadata.get("nbgrader", {}).get("grade"))
    copy = nbformat.from_dict(cells[double])
    copy.id = "pasted"
    cells.insert(double + 1, copy)


def moved_tests(submission: Submission) -> None:
    """All test cells were moved to the top, above the answers."""
    cells = submission.notebook.cells
    cells.sort(key=lambda c: not c.metadata.get("nbgrader", {}).get("grade"))


def corrupt_json(submission: Submission) -> None:
    submission.files = {notebook_path(submission.unit).name: as_bytes(submission.notebook)[:-400]}


def not_utf8(submission: Submission) -> None:
    submission.files = {notebook_path(submission.unit).name: as_bytes(submission.notebook).decode().encode("utf-16")}


def warns(submission: Submission) -> None:
    """Everything right, but every call of the last answer warns on stderr."""
    solutions = solution_cells(submission.unit)
    last = exercises(submission.unit)[-1].name
    warn = f"\n\n_quiet_{last} = {last}\n\n\ndef {last}(*args, **kwargs):\n    import sys\n"
    warn += f"    print('careful', file=sys.stderr)\n    return _quiet_{last}(*args, **kwargs)"
    fill_in(submission.notebook, {**solutions, last: solutions[last] + warn})


def all_right(submission: Submission) -> None:
    fill_in(submission.notebook, solution_cells(submission.unit))


def other_kernel(submission: Submission) -> None:
    submission.notebook.metadata["kernelspec"] = {"name": "conda-env-ml-py", "display_name": "ml", "language": "python"}


def old_format(submission: Submission) -> None:
    """Saved by an old Jupyter: nbformat 4.2, no cell ids."""
    for cell in submission.notebook.cells:
        del cell["id"]
    submission.notebook.nbformat_minor = 2


def huge_output(submission: Submission) -> None:
    code = next(c for c in submission.notebook.cells if c.cell_type == "code")
    code.outputs = [nbformat.v4.new_output("stream", name="stdout", text="loss 0.85\n" * 1_000_000)]


TROUBLES: dict[tuple[str, str], Callable[[Submission], None]] = {
    ("anton", "all"): empty,
    ("amara", "all"): all_right,
    ("bao", "03"): late,
    ("carmen", "02"): no_notebook,
    ("dilara", "04"): renamed,
    ("farid", "05"): infinite_loop,
    ("ines", "01"): deleted_test,
    ("jun", "04"): corrupt_json,
    ("bao", "04"): doubled_test,
    ("leila", "02"): moved_tests,
    ("kofi", "05"): not_utf8,
    ("ines", "04"): warns,
    ("kofi", "01"): other_kernel,
    ("leila", "03"): old_format,
    ("chidi", "02"): huge_output,
}
NOT_SUBMITTED = {("chidi", "05"), ("wanjiru", "03"), ("wanjiru", "04"), ("wanjiru", "05")}


# --- writing ----------------------------------------------------------------------------------------------------------


def write_submission(submission: Submission, submitted: Path) -> None:
    """Write what nbgrader's collect would have put there: the files and the time they were handed in."""
    folder = submitted / submission.student / submission.unit
    folder.mkdir(parents=True, exist_ok=True)
    files = submission.files or {notebook_path(submission.unit).name: as_bytes(submission.notebook)}
    files["timestamp.txt"] = f"{submission.handed_in:%Y-%m-%d %H:%M:%S} UTC\n".encode()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def as_bytes(notebook: NotebookNode) -> bytes:
    return json.dumps(notebook, indent=1, ensure_ascii=False).encode()


def grade_id(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


if __name__ == "__main__":
    # Look at the table of `make grade` first: this takes its scores for the right ones.
    from autograder.course.folder import Course
    from autograder.report.table import read_table
    from examples.grade_class import CLASS

    graded = read_table(Course(CLASS), units()).scores
    points = {student: {unit: s.points for unit, s in by_unit.items()} for student, by_unit in graded.items()}
    (Path(__file__).parent / "expected_scores.json").write_text(json.dumps(points, indent=1) + "\n", encoding="utf-8")
