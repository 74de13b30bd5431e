"""Grade the answer bank of a unit quickly, in plain Python, for whoever writes answers and tests.

    python -m tools.grade_bank 04 [exercise]

Prints every right and wrong answer with what its failed tests said. Exits with 1 when a right answer lost points, when
a wrong one lost none or lost some elsewhere, or when an answer is not written yet. `autograder verify` does more: it
also grades sealed, and mutates solutions.
"""

from __future__ import annotations

import sys

from autograder.verify.verdicts import PlainGrader
from bank import answers, exercises, sheet, units
from tools.notebooks import TO_DO


def main(prefix: str, only: str = "*") -> int:
    found = [unit for unit in units() if unit.startswith(prefix)]
    if len(found) != 1:
        sys.exit(f"{prefix!r} is not one unit. Next step: name one of {', '.join(units())}.")
    (unit,) = found
    if only != "*" and only not in (exercise.name for exercise in exercises(unit)):
        sys.exit(
            f"{unit} has no exercise {only!r}. Next step: name one of {', '.join(e.name for e in exercises(unit))}."
        )
    with PlainGrader(sheet(unit)) as grader:
        failed = grader.reference.failed
        print(f"reference solution: {failed or 'every test passes'}")
        problems = len(failed)
        for verdict in grader.verdicts(answers(unit, only)):
            problem = f"still says {TO_DO}" if TO_DO in verdict.answer.path.read_text("utf-8") else verdict.problem
            problems += bool(problem)
            print(f"{'BAD' if problem else 'ok '} {verdict.answer.name} {problem}", flush=True)
            for test, message in verdict.failed.items():
                print(f"      {test}: {message[:300]}")
    print(f"{problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
