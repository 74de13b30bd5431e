"""The command line: `autograder doctor`, `autograder config`."""

import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Grades nbgrader submissions sealed.")

CONFIG = """\
# Grade sealed: tests run outside the student's process, student code runs in a sandbox.
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "autograder.preprocessor.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograder.preprocessor.SealedExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Limits of a submission; every one has a default, see `nbgrader autograde --help-all`.
# c.SealedExecute.cell_timeout = 30  # seconds
# c.SealedExecute.memory = 4096      # MiB
"""


@app.callback()
def main() -> None:
    """Grades nbgrader submissions sealed."""


@app.command()
def doctor() -> None:
    """Say what this machine can isolate, and what to install."""
    from autograder.doctor import examine

    console = Console(soft_wrap=True, highlight=False)
    findings = examine()
    for finding in findings:
        mark = (
            "[green]ok     [/]"
            if finding.good
            else "[red]missing[/]"
            if finding.required
            else "[yellow]absent [/]"
        )
        console.print(mark, f"{finding.name:<11}", finding.says, markup=True)
        if finding.hint:
            console.print(f"        {finding.hint}")
    if not all(finding.good for finding in findings if finding.required):
        console.print(
            "\nSubmissions cannot be isolated here. Nothing will be graded sealed until this is mended."
        )
        raise typer.Exit(1)
    console.print("\nSubmissions are graded sealed and sandboxed on this machine.")


@app.command()
def config() -> None:
    """Print the lines that a course's nbgrader_config.py needs."""
    print(CONFIG, end="")


if __name__ == "__main__":
    app()
