"""Keep the committed notebooks clean, and edit them as text.

    python tools/notebooks.py                 check every notebook; exit 1 and name what is wrong
    python tools/notebooks.py --fix           remove outputs, counts and stray metadata first
    python tools/notebooks.py text 04         write source/04-…/*.ipynb to build/text/ as Python text
    python tools/notebooks.py notebook 04     write the text back
    python tools/notebooks.py show FILE       print a notebook as that text; git diff uses it (see .gitconfig)

In the text a cell begins with a line such as

    # %% [markdown] id="why"
    # %% id="setup" role="setup"
    # %% id="restore" role="answer"
    # %% id="restore-parameters" role="test" points=2

where `role` stands for nbgrader's metadata (DESIGN: setup, answer and test cells) and `id` is both the cell's id and
nbgrader's grade_id. A cell may also have `tags=["skip-execution"]`; see CONTRIBUTING.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator, SchemaTooOldError

ROOT = Path(__file__).resolve().parent.parent
TEXT = ROOT / "build" / "text"
SCHEMA = MetadataValidator.schema_version
ROLES = {
    "setup": {"grade": False, "solution": False, "locked": True},
    "answer": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True},
}
TAGS = {"raises-exception", "skip-execution"}  # what means something to graders; anything else is noise
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
METADATA = {"kernelspec": KERNEL, "language_info": {"name": "python"}}


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["text"]:
        for path in matching(arguments[1]):
            print(write_text(path).relative_to(ROOT))
        return 0
    if arguments[:1] == ["notebook"]:
        for text in sorted(TEXT.glob(f"{arguments[1]}*/*.py")):
            print(read_text(text).relative_to(ROOT))
        return 0
    if arguments[:1] == ["show"]:
        print(as_text(nbformat.read(arguments[1], as_version=4)))
        return 0
    if arguments == ["--fix"]:
        for path in committed():
            fix(path)
    problems = [problem for path in committed() for problem in check(path)]
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    return 1 if problems else 0


def committed() -> list[Path]:
    """The notebooks people write. release/ is generated and has its own test."""
    return sorted([*ROOT.glob("source/**/*.ipynb"), *ROOT.glob("notebooks/*.ipynb")])


def matching(prefix: str) -> list[Path]:
    return [path for path in committed() if path.parent.name.startswith(prefix)]


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
        if cell.metadata != kept(cell):
            problems.append(f"{here}: metadata other than nbgrader's and the tags {', '.join(sorted(TAGS))}")
        if "nbgrader" in cell.metadata:
            problems += [f"{here}: {problem}" for problem in check_nbgrader(cell)]
    return problems and [*problems, "Next step: python tools/notebooks.py --fix"]


def kept(cell: NotebookNode) -> NotebookNode:
    """The metadata that a committed cell may have."""
    found = {"nbgrader": cell.metadata.get("nbgrader"), "tags": [t for t in cell.metadata.get("tags", []) if t in TAGS]}
    return NotebookNode({key: value for key, value in found.items() if value})


def check_nbgrader(cell: NotebookNode) -> list[str]:
    try:
        MetadataValidator().validate_cell(cell)
    except (SchemaTooOldError, Exception) as error:
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


def write_text(path: Path) -> Path:
    text = TEXT / path.parent.name / f"{path.stem}.py"
    text.parent.mkdir(parents=True, exist_ok=True)
    text.write_text(as_text(nbformat.read(path, as_version=4)), encoding="utf-8")
    return text


def as_text(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        nbgrader = cell.metadata.pop("nbgrader", None)
        cell.metadata["id"] = cell.id
        if nbgrader:
            roles = (role for role, flags in ROLES.items() if all(nbgrader[k] == v for k, v in flags.items()))
            cell.metadata["role"] = next(roles)
            if nbgrader["grade"]:
                cell.metadata["points"] = nbgrader["points"]
    notebook.metadata = NotebookNode({"jupytext": {"cell_metadata_filter": "all", "notebook_metadata_filter": "-all"}})
    return jupytext.writes(notebook, fmt="py:percent")


def read_text(text: Path) -> Path:
    notebook = jupytext.read(text, fmt="py:percent")
    for cell in notebook.cells:
        role, points = cell.metadata.pop("role", None), cell.metadata.pop("points", None)
        cell.id = cell.metadata.pop("id")
        cell.metadata = kept(cell)
        if role:
            flags = {**ROLES[role], "grade_id": cell.id, "schema_version": SCHEMA, "task": False}
            if points is not None:
                flags["points"] = points
            cell.metadata["nbgrader"] = NotebookNode(flags)
    folder = "source" if text.parent.name != "notebooks" else "."
    path = ROOT / folder / text.parent.name / f"{text.stem}.ipynb"
    save(notebook, path)
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
