"""A learner's Assignment List works in my-work/: Fetch puts assignments there, and Submit hands in what is there.

`make lab` puts this folder on JUPYTER_CONFIG_PATH, so nbgrader reads this file wherever it works. In the course's own
nbgrader_config.py the setting would not do: nbgrader goes to my-work/ and looks there for the exchange, too.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)
course = Path(__file__).resolve().parent.parent.parent
load_subconfig("nbgrader_config.py", path=str(course))  # noqa: F821  (nbgrader provides it)
c.Exchange.assignment_dir = os.path.join(os.environ["LEARNERS_FOLDER"], "my-work")
