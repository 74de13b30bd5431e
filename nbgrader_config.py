"""The course's nbgrader settings. Read by every nbgrader command that is run in this folder, and by formgrader."""

from pathlib import Path

from autograder import grade_sealed
from coursekit.validating import show_names

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

# --- Validate ---
# Its dialog names a check that failed, and does not show the check's code.
c.Execute.on_cell_complete = show_names

# --- submit ---
# It says so when a learner hands in a blank notebook, or works in a copy of it.
c.ExchangeFactory.submit = "coursekit.submitting.SubmitAnswers"

# --- autograde and feedback ---
# Tests run outside the student's process, student code runs in a sandbox (`autograder doctor`), and no page shows a
# hidden test or runs a script. autograder/course/settings.py has the settings, each with its reason.
grade_sealed(c)
# Seconds a cell may run. The slowest honest cell of this course needs 3.
c.SealedExecute.cell_timeout = 20
# An example of a late penalty: a tenth of the score for every day begun, never more than half of it.
c.AssignLatePenalties.plugin_class = "autograder.course.late.PenaltyPerDay"
c.PenaltyPerDay.share_per_day = 0.1
c.PenaltyPerDay.largest_share = 0.5
# Feedback shows the worked solution of an exercise with full points, so late that nobody hands in any more: two weeks
# after the due date and the longest extension. Without a due date it shows none.
c.AboutSubmission.days_until_solutions = 14
