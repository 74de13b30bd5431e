"""A small course, made with nbgrader's own commands, to grade real submissions in."""

import textwrap
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

SEALED = [
    "autograder.grading.preprocessor.SealedExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
SANITIZE = [
    "autograder.intake.repair.RepairCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
]


def _cell(code: str, **marks):
    marks = {"schema_version": 3, "locked": False, "solution": False, "grade": False, **marks}
    marks["cell_type"] = "code"
    return new_code_cell(textwrap.dedent(code).strip(), metadata={"nbgrader": marks})


def setup(name: str, code: str):
    """A locked cell that the student reads."""
    return _cell(code, grade_id=name, locked=True)


def answer(name: str, code: str):
    """A cell that the student fills; the instructor's version is the solution."""
    code = textwrap.dedent(code).strip()
    return _cell(f"### BEGIN SOLUTION\n{code}\n### END SOLUTION", grade_id=name, solution=True)


def test_of(name: str, code: str, points: float = 10):
    """A test cell; hidden tests between nbgrader's markers."""
    return _cell(code, grade_id=name, grade=True, locked=True, points=points)


class Course:
    """A course folder with one assignment `ps1` and one notebook `problem`."""

    def __init__(self, root: Path, cells: list, files: dict[str, str] | None = None, **settings):
        self.root = root
        config = Config()
        config.CourseDirectory.root = str(root)
        config.CourseDirectory.db_url = f"sqlite:///{root}/gradebook.db"
        config.Autograde.autograde_preprocessors = SEALED
        config.Autograde.sanitize_preprocessors = SANITIZE
        for name, value in settings.items():
            config.SealedExecute[name] = value
        self.api = NbGraderAPI(config=config)
        source = root / "source" / "ps1"
        source.mkdir(parents=True)
        for name, text in (files or {}).items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text)
        nbformat.write(new_notebook(cells=cells), source / "problem.ipynb")
        made = self.api.generate_assignment("ps1")
        assert made["success"], made["log"]

    def submit(self, student: str, answers: dict[str, str], edit=None, files: dict[str, str] | None = None):
        """Hand in: `answers` fill solution cells by name; `edit(notebook)` may do anything else."""
        notebook = nbformat.read(self.root / "release" / "ps1" / "problem.ipynb", as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in answers:
                cell.source = textwrap.dedent(answers[name]).strip()
        if edit:
            edit(notebook)
        folder = self.root / "submitted" / student / "ps1"
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, folder / "problem.ipynb")
        for name, text in (files or {}).items():
            (folder / name).write_text(text)

    def grade(self, student: str) -> float:
        """Autograde one student; returns the score."""
        done = self.api.autograde("ps1", student, force=True)
        assert done["success"], done["log"]
        with Gradebook(f"sqlite:///{self.root}/gradebook.db") as gradebook:
            return gradebook.find_submission("ps1", student).score

    def graded(self, student: str) -> nbformat.NotebookNode:
        return nbformat.read(self.root / "autograded" / student / "ps1" / "problem.ipynb", as_version=4)

    def outputs(self, student: str, name: str) -> list:
        """The outputs of one cell."""
        for cell in self.graded(student).cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == name:
                return cell.outputs
        raise KeyError(name)

    def message(self, student: str, name: str) -> str:
        """What a failed test says."""
        return "\n".join(o.evalue for o in self.outputs(student, name) if o.output_type == "error")
