"""Time stock nbgrader and `autograder grade` on the same course, in turns: `make bench`.

    python -m tools.bench [--students 48] [--stock-students 2] [--repeats 3] [--units 01 04] [--json build/bench.json]
    python -m tools.bench --long [--large 200 2000]     the full comparison, about two hours; see full.py

See short.py for what is timed and how the ratio is made.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Seconds on two quiet cores, for the estimate alone.
START, STOCK_EACH, SEALED_EACH, MAKE_UNIT = 2.5, 4.0, 0.2, 5.0


def main() -> None:
    options = read_options()
    print(plan(options), flush=True)
    # Late: nbgrader and torch take seconds to import, and the plan should be read at once.
    from autograder.course.folder import put_environment_on_path

    put_environment_on_path()
    options.json.parent.mkdir(parents=True, exist_ok=True)
    try:
        if options.long:
            from tools.bench import full

            full.compare(options.units, options.students, options.repeats, options.large, options.json)
        else:
            from tools.bench import short

            short.compare(options.units, options.students, options.stock_students, options.repeats, options.json)
    except KeyboardInterrupt:
        sys.exit(f"Stopped. {options.json} has the repeats that were over, if any.")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=at_least_one, default=48, help="in the class that is graded sealed")
    parser.add_argument("--stock-students", type=at_least_one, default=2, help="of them, graded by stock nbgrader")
    parser.add_argument("--repeats", type=at_least_one, default=3)
    parser.add_argument("--units", nargs="+", default=[], help="numbers of units; all when left out")
    parser.add_argument("--long", action="store_true", help="the full comparison: stock grades the whole class too")
    parser.add_argument("--large", type=at_least_one, nargs="*", default=[200], help="class sizes, with --long")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "bench.json")
    options = parser.parse_args()
    every = sorted(path.name for path in (ROOT / "source").iterdir() if path.is_dir())
    numbers = [unit[:2] for unit in every]
    unknown = [number for number in options.units if number not in numbers]
    if unknown:
        parser.error(f"there is no unit {unknown[0]!r}. Next step: choose from {', '.join(numbers)}.")
    options.units = [unit for unit in every if not options.units or unit[:2] in options.units]
    options.stock_students = min(options.stock_students, options.students)
    return options


def at_least_one(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def plan(options: argparse.Namespace) -> str:
    units, students, few = len(options.units), options.students, options.stock_students
    sealed = START + SEALED_EACH * units * students
    if options.long:
        what = f"stock nbgrader and the sealed grader each grade {students} students; units: {units}"
        repeat = units * (2 * START + (STOCK_EACH + SEALED_EACH) * students) + sealed
    else:
        what = f"stock nbgrader grades {few} students, the sealed grader {students}; units: {units}"
        repeat = units * (2 * START + STOCK_EACH * few) + sealed
    minutes = (units * MAKE_UNIT + options.repeats * repeat) / 60
    large = " Then the large classes." if options.long and options.large else ""
    return (
        f"In turns: {what}.{large} Repeats: {options.repeats}.\n"
        f"Minutes on two quiet cores, about: {max(1, round(minutes))}. {options.json} is written after each repeat."
    )


if __name__ == "__main__":
    main()
