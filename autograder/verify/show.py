"""What `autograder verify` prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.grading.progress import Progress
from autograder.verify.verify import MARKS, Findings, Report


def watched(items: Iterable, what: str, total: int) -> Iterator:
    """Pass items on and show progress."""
    with Progress(what, total) as progress:
        for item in items:
            progress.report()
            yield item


def show(report: Report, console: Console) -> None:
    """Print what was found out about a notebook: a table for each exercise, then every problem in a line."""
    for findings in report.findings:
        console.print(table(findings))
    lines = problems(report)
    for line in lines:
        console.print(Text(line), soft_wrap=True)
    print(
        f"{report.assignment}: {'needs a look.' if lines else 'every test catches something, nothing slips through.'}"
    )


def table(findings: Findings) -> Table:
    """One exercise: what each of its tests catches."""
    kinds = ", ".join(f"{findings.count(kind)} {kind}" for kind in ("right", "wrong", "hostile"))
    title = Text(f"{findings.exercise.name}: {kinds}, {findings.mutants} mutants")  # a name is no markup
    made = Table(title=title, title_justify="left")
    made.add_column("test", no_wrap=True)
    made.add_column("points", justify="right")
    made.add_column("mutants", justify="right")
    made.add_column("wrong answers it catches")
    for test, points in findings.exercise.tests.items():
        caught = [answer.path.stem for answer in findings.caught(test)]
        wrong = f"{len(caught)}: {', '.join(caught)}" if caught else "none"
        made.add_row(Text(test), f"{points:g}", str(findings.killed.get(test, 0)), Text(wrong))
    left = findings.mutants - findings.equivalent - len(findings.survivors)
    made.caption = (
        f"{left} mutants caught, {findings.equivalent} marked as equivalent, {len(findings.survivors)} survive"
    )
    made.caption_justify = "left"
    return made


def problems(report: Report) -> list[str]:
    """Everything that needs a look, each on lines of its own."""
    lines = [f"the reference solution fails {line}" for line in report.broken]
    lines += [f"graded sealed, the reference solution fails {line}" for line in report.broken_sealed]
    lines += [f"{line}: graded sealed, its code travels to the student's process." for line in report.crossing]
    lines += report.uncrossed + report.stray
    for findings in report.findings:
        name = findings.exercise.name
        lines += [f"{name}: {line}" for line in findings.unjust]
        lines += [f"{name}: plain and sealed disagree: {line}" for line in findings.disagreements]
        lines += [f"{name}: the test {test} catches nothing" for test in findings.catches_nothing]
    survivors = [mutant for findings in report.findings for mutant in findings.survivors]
    if survivors:
        lines.append(f"Mutants that keep every point. Make a test stricter, or mark them in {MARKS} with a reason:")
    for mutant in survivors:
        lines.append(f"[[{mutant.exercise}]]  # line {mutant.number} of the answer cell")
        lines.append(f"line = {quoted(mutant.line)}")
        lines.append(f"mutant = {quoted(mutant.mutant)}")
    return lines


def quoted(text: str) -> str:
    """As a string in TOML, whose escapes are JSON's."""
    return json.dumps(text, ensure_ascii=False)
