"""The course's nbgrader settings. Read by every nbgrader command that is run in this folder, and by formgrader."""

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)
course = Path(__file__).resolve().parent

# --- where things are ---
c.CourseDirectory.course_id = "restoring-pytorch-models"
c.CourseDirectory.root = str(course)
# The gradebook has a folder of its own. Submissions run in autograded/, never here.
(course / "gradebook").mkdir(mode=0o700, exist_ok=True)
# A server works as well: "postgresql://NAME:PASSWORD@HOST/DATABASE". It needs the course_id above.
c.CourseDirectory.db_url = f"sqlite:///{course / 'gradebook' / 'gradebook.db'}"
# Where released assignments and submissions meet. On a shared server: one folder that all accounts can reach.
(course / "exchange").mkdir(exist_ok=True)
c.Exchange.root = str(course / "exchange")

# --- release ---
# These cells come first in every released notebook.
c.IncludeHeaderFooter.header = str(course / "source" / "header.ipynb")

# --- autograde ---
# Seconds a cell may run. The slowest honest cell of this course needs 3.
c.SealedExecute.cell_timeout = 20
# Puts back deleted, doubled and moved cells before nbgrader's own OverwriteCells restores their text.
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "autograder.intake.repair.RepairCells",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
]
# Sealed: tests run outside the student's process, student code runs in a sandbox (`autograder doctor`).
c.Autograde.autograde_preprocessors = [
    "autograder.grading.preprocessor.SealedExecute",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
# An example of a late penalty: a tenth of the score for every day begun, never more than half of it.
c.AssignLatePenalties.plugin_class = "autograder.course.late.PenaltyPerDay"
c.PenaltyPerDay.share_per_day = 0.1
c.PenaltyPerDay.largest_share = 0.5

# --- feedback ---
# Students read their own cells and the message of each failed check, never the hidden tests.
c.GenerateFeedback.preprocessors = [
    "autograder.feedback.hide_tests.HideTests",
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
# No script of a submission runs in the browser of whoever reads its feedback page or grades it in formgrader.
c.HTMLExporter.preprocessors = ["autograder.feedback.safe_html.SafeOutputs"]
c.HTMLExporter.filters = {
    "markdown2html": "autograder.feedback.safe_html.safe_markdown",
    "clean_html": "autograder.feedback.safe_html.safe_html",
}
