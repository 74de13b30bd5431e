"""What a course sets in its nbgrader_config.py to be graded sealed: one function, read by every nbgrader command.

Imported by each of them, so it imports nothing itself. The settings name classes by dotted strings: nbgrader imports
what the command at hand needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from traitlets.config import Config

#: what `autograder config` prints
LINES = """\
# Grade sealed: tests run outside the student's process, student code runs in a sandbox.
from autograder import grade_sealed

grade_sealed(c)
# Limits of a submission; every one has a default, see `nbgrader autograde --help-all`.
# c.SealedExecute.cell_timeout = 30  # seconds
# c.SealedExecute.memory = 4096      # MiB
# Modules to import once for all submissions, besides those that setup cells import; default: what is installed of
# numpy, torch and matplotlib.
# c.SealedExecute.preload = ["numpy"]
# c.FeedbackPages.page_seconds = 60  # of making one feedback page
# Days after the due date and everybody's extension from which feedback has worked solutions; without it: never.
# c.AboutSubmission.days_until_solutions = 14
# What `autograder watch`, which grades each submission as it comes, lets a student do and see.
# c.Attempts.attempts_a_day = 3
# c.Attempts.pause = 10              # minutes
# c.Attempts.shows = "sentences"     # until the due date; or "points", "exercises"
"""


def grade_sealed(c: Config) -> None:
    """Grade a course sealed, by `nbgrader autograde`, by formgrader and by `autograder grade`.

    c: the configuration that nbgrader_config.py changes. A line below the call may change each of these settings again.
    """
    c.Autograde.sanitize_preprocessors = [
        # Puts back deleted, doubled and moved cells before OverwriteCells restores their text.
        "autograder.intake.repair.RepairCells",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
    ]
    c.Autograde.autograde_preprocessors = [
        "autograder.grading.preprocessor.SealedExecute",
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
    ]
    # Students read their own cells and the message of each failed check, never the hidden tests.
    c.GenerateFeedback.preprocessors = [
        "autograder.feedback.hide_tests.HideTests",
        "nbgrader.preprocessors.GetGrades",
        "autograder.feedback.about.AboutSubmission",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    # The page begins with a table of exercises.
    c.GenerateFeedback.exporter_class = "autograder.feedback.exporter.FeedbackExporter"
    # No script of a submission runs in the browser of whoever reads its feedback page or grades it in formgrader.
    c.HTMLExporter.preprocessors = ["autograder.feedback.safe_html.SafeOutputs"]
    c.HTMLExporter.filters = {
        "markdown2html": "autograder.feedback.safe_html.safe_markdown",
        "clean_html": "autograder.feedback.safe_html.safe_html",
        "strip_files_prefix": "autograder.feedback.safe_html.without_files_prefix",
        "ansi2html": "autograder.feedback.safe_html.safe_colours",
    }
