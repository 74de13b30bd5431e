"""Keep the committed notebooks clean, and edit them as text.

    python tools/notebooks.py                 check every notebook; exit 1 and name what is wrong
    python tools/notebooks.py --fix           remove outputs, counts and stray metadata first
    python tools/notebooks.py text 04         write source/04-…/*.ipynb to build/text/ as Python text
    python tools/notebooks.py notebook 04     write the text back
    python tools/notebooks.py show FILE       print a notebook as that text; git diff uses it (see .gitconfig)
    python tools/notebooks.py new 04 exercise_name --points 3
                                              add an exercise, with places to fill in, to unit 4 and to its bank

In the text a cell begins with a line such as

    # %% [markdown] id="why"
    # %% id="setup" role="setup"
    # %% id="restore" role="answer"
    # %% id="restore-parameters" role="test" points=2

where `role` stands for nbgrader's metadata (see ROLES) and `id` is both the cell's id and nbgrader's grade_id. The code
of setup and test cells is folded in JupyterLab; role="shown" is a setup cell to read. A failed test stops no Run All.
CONTRIBUTING.md describes the text and how to add an exercise.
"""

from __future__ import annotations

import argparse
import builtins
import keyword
import re
import sys
from pathlib import Path
from string import Template
from typing import NoReturn

import jupytext
import nbformat
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator

ROOT = Path(__file__).resolve().parent.parent
TEXT = ROOT / "build" / "text"
BANK = ROOT / "bank"
TEMPLATES = Path(__file__).resolve().parent / "new_exercise"
LEAST_ANSWERS = {"right": 2, "wrong": 3}  # what tests/bank asks for
TO_DO = "FILL IN"  # stands wherever a new exercise is not written yet
SCHEMA = MetadataValidator.schema_version
ROLES = {
    "setup": {"grade": False, "solution": False, "locked": True},
    "shown": {"grade": False, "solution": False, "locked": True},
    "answer": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True},
}
FOLDED = {"jupyter": {"source_hidden": True}}  # JupyterLab's own
PRESENTED = {"setup": FOLDED, "test": {**FOLDED, "tags": ["raises-exception"]}}  # what a role brings with it
TAGS = {"raises-exception", "skip-execution"}  # what means something to graders; anything else is noise
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
METADATA = {"kernelspec": KERNEL, "language_info": {"name": "python"}}


def main(arguments: list[str]) -> int:
    asked = parser().parse_args(arguments)
    if asked.command == "text":
        print(*(write_text(path).relative_to(ROOT) for path in matching(asked.unit)), sep="\n")
    elif asked.command == "notebook":
        print(*(read_text(text_of(path)).relative_to(ROOT) for path in matching(asked.unit)), sep="\n")
    elif asked.command == "show":
        print(as_text(nbformat.read(asked.file, as_version=4)))
    elif asked.command == "new":
        print(*(path.relative_to(ROOT) for path in add_exercise(asked.unit, asked.name, asked.points)), sep="\n")
        print(f"Next step: replace every {TO_DO} in the text and in the bank; CONTRIBUTING.md says how.")
    else:
        return check_all(fix_first=asked.fix)
    return 0


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(formatter_class=argparse.RawTextHelpFormatter, description=__doc__)
    whole.add_argument("--fix", action="store_true")
    commands = whole.add_subparsers(dest="command")
    for name in ("text", "notebook", "new"):
        commands.add_parser(name).add_argument("unit", help="a unit's name or how it begins, such as 04")
    commands.add_parser("show").add_argument("file")
    new = commands.choices["new"]
    new.add_argument("name", help="the function that students write; also the id of its cell")
    new.add_argument("--points", required=True, help="a whole number")
    return whole


def check_all(fix_first: bool) -> int:
    for path in committed() if fix_first else []:
        fix(path)
    problems = [problem for path in committed() for problem in check(path)]
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    return 1 if problems else 0


def stop(problem: str, next_step: str) -> NoReturn:
    sys.exit(f"{problem} Next step: {next_step}")


def committed() -> list[Path]:
    """The notebooks people write. release/ is generated and has its own test."""
    return sorted([*ROOT.glob("source/**/*.ipynb"), *ROOT.glob("notebooks/*.ipynb")])


def matching(prefix: str) -> list[Path]:
    """The notebooks of the folder that begins with `prefix`: a unit, or `notebooks`. Stops when there is none."""
    found = [path for path in committed() if path.parent.name.startswith(prefix)]
    if not found:
        folders = sorted({path.parent.name for path in committed()} - {"source"})
        stop(f"No unit begins with {prefix!r}.", f"name one of {', '.join(folders)}.")
    return found


# --- checking -----------------------------------------------------------------------------------------------------


def check(path: Path) -> list[str]:
    """Name everything in a notebook that makes its diffs noisy or that nbgrader would stumble over."""
    where = path.relative_to(ROOT)
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    problems = [] if notebook.metadata == METADATA else [f"{where}: metadata other than kernel and language"]
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        problems.append(f"{where}: nbformat {notebook.nbformat}.{notebook.nbformat_minor}, not 4.5")
    seen = set()
    for cell in notebook.cells:
        here = f"{where}, cell {cell.get('id', '?')}"
        if cell.get("id") in seen:
            problems.append(f"{here}: the id is used twice")
        seen.add(cell.get("id"))
        if cell.get("outputs") or cell.get("execution_count"):
            problems.append(f"{here}: has outputs or an execution count")
        if TO_DO in cell.source:
            problems.append(f"{here}: still has a place that says {TO_DO}")
        if cell.metadata != kept(cell):
            problems.append(f"{here}: metadata other than nbgrader's and the tags {', '.join(sorted(TAGS))}")
        if "nbgrader" in cell.metadata:
            problems += [f"{here}: {problem}" for problem in check_nbgrader(cell)]
    return problems and [*problems, "Next step: python tools/notebooks.py --fix"]


def kept(cell: NotebookNode) -> NotebookNode:
    """The metadata that a committed cell may have."""
    found = {"nbgrader": cell.metadata.get("nbgrader"), "tags": [t for t in cell.metadata.get("tags", []) if t in TAGS]}
    kept = NotebookNode({key: value for key, value in found.items() if value})
    return NotebookNode({**kept, **PRESENTED.get(role_of(cell), {})})


def role_of(cell: NotebookNode) -> str | None:
    flags = cell.metadata.get("nbgrader")
    if not flags:
        return None
    roles = [role for role, wanted in ROLES.items() if all(flags[key] == value for key, value in wanted.items())]
    return roles[0] if cell.metadata.get("jupyter") == FOLDED["jupyter"] else roles[-1]


def check_nbgrader(cell: NotebookNode) -> list[str]:
    try:
        MetadataValidator().validate_cell(cell)
    except Exception as error:
        return [f"nbgrader metadata: {error}"]
    if cell.metadata.nbgrader.grade_id != cell.id:
        return [f"grade_id {cell.metadata.nbgrader.grade_id} is not the cell's id"]
    return []


def fix(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata = kept(cell)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    save(notebook, path)


def save(notebook: NotebookNode, path: Path) -> None:
    notebook.metadata = NotebookNode(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


# --- as text ------------------------------------------------------------------------------------------------------


def text_of(path: Path) -> Path:
    return TEXT / path.parent.name / f"{path.stem}.py"


def write_text(path: Path) -> Path:
    text = text_of(path)
    text.parent.mkdir(parents=True, exist_ok=True)
    text.write_text(as_text(nbformat.read(path, as_version=4)), encoding="utf-8")
    return text


def as_text(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        role = role_of(cell)
        nbgrader = cell.metadata.pop("nbgrader", None)
        cell.metadata["id"] = cell.id
        if role:
            for key in PRESENTED.get(role, {}):
                cell.metadata.pop(key, None)
            cell.metadata["role"] = role
            if nbgrader["grade"]:
                cell.metadata["points"] = nbgrader["points"]
    notebook.metadata = NotebookNode({"jupytext": {"cell_metadata_filter": "all", "notebook_metadata_filter": "-all"}})
    return jupytext.writes(notebook, fmt="py:percent")


def read_text(text: Path) -> Path:
    if not text.is_file():
        stop(f"There is no {text.relative_to(ROOT)}.", f"tools/notebooks.py text {text.parent.name}")
    cells = cells_of(text.read_text(encoding="utf-8"), text.relative_to(ROOT))
    folder = "source" if text.parent.name != "notebooks" else "."
    path = ROOT / folder / text.parent.name / f"{text.stem}.ipynb"
    save(nbformat.v4.new_notebook(cells=cells), path)
    return path


def cells_of(text: str, where: Path) -> list[NotebookNode]:
    """The cells that a text describes. Stops at a cell without id, or with a role that there is not."""
    cells = jupytext.reads(text, fmt="py:percent").cells
    for cell in cells:
        role, points = cell.metadata.pop("role", None), cell.metadata.pop("points", None)
        begins = f"{where}: the cell that begins with {cell.source.partition(chr(10))[0]!r}"
        if not cell.metadata.get("id"):
            stop(f"{begins} has no id.", 'write one into its first line, such as # %% id="short-name"')
        if role not in (None, *ROLES):
            stop(f"{begins} has the role {role!r}.", f"write one of {', '.join(ROLES)}.")
        cell.id = cell.metadata.pop("id")
        if role:
            flags = {**ROLES[role], "grade_id": cell.id, "schema_version": SCHEMA, "task": False}
            if points is not None:
                flags["points"] = points
            cell.metadata["nbgrader"] = NotebookNode(flags)
            cell.metadata |= PRESENTED.get(role, {})
        cell.metadata = kept(cell)
    return cells


# --- a new exercise -----------------------------------------------------------------------------------------------


def add_exercise(prefix: str, name: str, points: str) -> list[Path]:
    """Put an exercise with places to fill in before the last cell of a unit, and answers to fill in into its bank.

    Returns what was written. Stops, with nothing written, when one of the arguments makes no sense.
    """
    path, *others = matching(prefix)
    if others or path.parent == ROOT / "notebooks":
        stop(f"{prefix!r} is not one unit.", "name the unit by its two digits, such as 04.")
    notebook = nbformat.read(path, as_version=4)
    check_name(name, path, notebook)
    if not re.fullmatch("[1-9][0-9]{0,2}", points):
        stop(f"{points!r} points cannot be.", "name a whole number from 1 to 999, such as --points 3")
    check_text_is_saved(path)

    answers = sum(cell.metadata.get("nbgrader", {}).get("solution", False) for cell in notebook.cells)
    filled = {
        "name": name,
        "dashed": name.lower().replace("_", "-"),
        "underscored": name.lower(),
        "number": f"{int(path.parent.name[:2])}.{answers + 1}",
        "points": points,
        "worth": "1 point" if points == "1" else f"{points} points",
    }
    end = next((place for place, cell in enumerate(notebook.cells) if cell.id == "end"), len(notebook.cells))
    notebook.cells[end:end] = cells_of(template("cells", filled), path)
    title = next(cell for cell in notebook.cells if cell.cell_type == "markdown")
    title.source = re.sub(r"\*\*(\d+) points", lambda said: f"**{int(said[1]) + int(points)} points", title.source)
    save(notebook, path)
    return [path, write_text(path), *write_answers(path.parent.name, filled)]


def check_name(name: str, path: Path, notebook: NotebookNode) -> None:
    if not re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,39}", name) or keyword.iskeyword(name) or hasattr(builtins, name):
        stop(
            f"{name!r} cannot name an exercise: students write a function of that name.",
            "choose up to 40 letters, digits and _, beginning with a letter, that Python does not use itself.",
        )
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    if any(re.search(rf"\b{name}\b", source) for source in code) or (BANK / path.parent.name / name).exists():
        stop(
            f"{path.parent.name} uses the name {name} already, in its notebook or in its bank.", "choose another name."
        )


def check_text_is_saved(path: Path) -> None:
    """Stop before a text with edits of its own is written over."""
    text, unit = text_of(path), path.parent.name
    if text.exists() and text.read_text(encoding="utf-8") != as_text(nbformat.read(path, as_version=4)):
        stop(
            f"{text.relative_to(ROOT)} and {path.relative_to(ROOT)} differ.",
            f"tools/notebooks.py notebook {unit} keeps the text, tools/notebooks.py text {unit} keeps the notebook.",
        )


def template(name: str, filled: dict[str, str]) -> str:
    return Template((TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")).substitute(filled)


def write_answers(unit: str, filled: dict[str, str]) -> list[Path]:
    written = []
    for kind, count in LEAST_ANSWERS.items():
        folder = BANK / unit / filled["name"] / kind
        folder.mkdir(parents=True)
        for number in range(1, count + 1):
            written.append(folder / f"name_the_idea_{number}.py")
            written[-1].write_text(template(kind, filled), encoding="utf-8")
    return written


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
