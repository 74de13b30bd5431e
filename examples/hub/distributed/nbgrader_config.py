"""nbgrader's settings for everybody on a hub of several machines; the teacher's course folder has further ones."""

import sys
import tomllib
from pathlib import Path

from ngshare_exchange import configureExchange

c = get_config()  # noqa: F821  (nbgrader provides it)
HUB = tomllib.loads(Path(__file__).with_name("distributed.toml").read_text(encoding="utf-8"))
c.CourseDirectory.course_id = HUB["course"]
# Who somebody is, ngshare learns from the token that the hub gave their JupyterLab.
configureExchange(c, f"{HUB['address']}/services/ngshare")
sys.path.append(str(Path(__file__).resolve().parent))
c.ExchangeFactory.collect = "collect_each.CollectEach"
# nbgrader's own list, and names of files: ngshare_exchange does not look at the names of folders, and would hand in
# JupyterLab's checkpoints, and the feedback that was fetched.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "__pycache__", "feedback", "*.pyc", "*-checkpoint.*", "*.html"]
