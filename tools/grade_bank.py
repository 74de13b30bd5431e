"""Grade the answer bank of a unit quickly, in plain Python, for whoever writes answers and tests.

    python -m tools.grade_bank 04 [exercise]

Prints every right and wrong answer with what its failed tests said; exits with 1 when a right answer lost points, or a
wrong one lost none or lost some elsewhere. `autograder verify` does more: it also grades sealed, and mutates solutions.
"""

from __future__ import annotations

import sys

from autograder.verify.verdicts import PlainGrader
from bank import answers, sheet, units


def main(prefix: str, only: str = "*") -> int:
    (unit,) = [unit for unit in units() if unit.startswith(prefix)]
    with PlainGrader(sheet(unit)) as grader:
        failed = grader.reference.failed
        print(f"reference solution: {failed or 'every test passes'}")
        problems = len(failed)
        for verdict in grader.verdicts(answers(unit, only)):
            problems += bool(verdict.problem)
            print(f"{'BAD' if verdict.problem else 'ok '} {verdict.answer.name} {verdict.problem}", flush=True)
            for test, message in verdict.failed.items():
                print(f"      {test}: {message[:300]}")
    print(f"{problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
