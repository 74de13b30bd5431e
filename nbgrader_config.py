"""The course's nbgrader settings. Read by every nbgrader command that is run in this folder, and by formgrader."""

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)
course = Path(__file__).resolve().parent

# --- where things are ---
c.CourseDirectory.course_id = "restoring-pytorch-models"
c.CourseDirectory.root = str(course)
# The gradebook has a folder of its own. Submissions run in autograded/, never here.
(course / "gradebook").mkdir(mode=0o700, exist_ok=True)
c.CourseDirectory.db_url = f"sqlite:///{course / 'gradebook' / 'gradebook.db'}"
# Where released assignments and submissions meet. On a shared server: one folder that all accounts can reach.
c.Exchange.root = str(course / "exchange")

# --- release ---
# These cells come first in every released notebook.
c.IncludeHeaderFooter.header = str(course / "source" / "header.ipynb")

# --- autograde ---
# Seconds a cell may run. The slowest honest cell of this course needs 3.
c.Execute.timeout = 20
# No history file; and no line from every kernel about its connection, which never leaves this machine.
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=ERROR"]
# Puts back deleted, doubled and moved cells before nbgrader's own OverwriteCells restores their text.
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "autograder.repair.RepairCells",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# nbgrader gives 0 points to a test cell that writes to stderr. A warning is no mistake, so stderr is dropped.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = ".*"
# An example of a late penalty: a tenth of the score for every day begun, never more than half of it.
c.AssignLatePenalties.plugin_class = "autograder.late.PenaltyPerDay"
c.PenaltyPerDay.share_per_day = 0.1
c.PenaltyPerDay.largest_share = 0.5

# --- feedback ---
# Students read their own cells and the message of each failed check, never the hidden tests.
c.GenerateFeedback.preprocessors = [
    "autograder.feedback.HideTests",
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
