"""nbgrader's settings for everybody on the hub; the course folder, which is the teacher's, has further ones."""

import os
from pathlib import Path

from coursekit.validating import show_names

c = get_config()  # noqa: F821  (nbgrader provides it)
hub = Path(os.environ["COURSE_HUB"])
c.CourseDirectory.course_id = "restoring-pytorch-models"
# Where released assignments, submissions and feedback meet.
c.Exchange.root = str(hub / "members" / "exchange")
# Assignment List fetches into this folder, and hands in what is there.
c.Exchange.assignment_dir = str(Path.home() / "course" / "my-work")
# It says so when a learner hands in a blank notebook, or works in a copy of it.
c.ExchangeFactory.submit = "coursekit.submitting.SubmitAnswers"
# Everybody hands in their own: nbgrader's own also takes what is handed in under another name, and follows links.
c.ExchangeFactory.collect = "autograder.intake.collect.CollectOwn"
# Validate names a check that failed, and does not show the check's code; its kernel has no port either.
c.Execute.on_cell_complete = show_names
c.KernelManager.transport = "ipc"
