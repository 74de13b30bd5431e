"""JupyterLab for a learner's folder, with this course's settings."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

PROFILE = Path(__file__).resolve().parent / "lab_profile"  #: JupyterLab's settings for everybody
FIRST_LESSON = "/lab/tree/notebooks/00-start-here.ipynb"


def use_profiles(*profiles: Path) -> None:
    """Let Jupyter read these folders of settings before all others."""
    others = os.environ.get("JUPYTER_CONFIG_PATH", "")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [*map(str, profiles), others]))


def become_jupyterlab(shown: Path, page: str, options: Sequence[str]) -> None:
    """Run JupyterLab in this process until it is closed: so Ctrl+C and signals reach it on every system.

    shown: the folder that it shows
    page:  the part of its address that it opens first
    """
    os.environ["PYTHONUTF8"] = "1"  # for its kernels: on Windows, text files are not always UTF-8 otherwise
    scripts = sysconfig.get_path("scripts")
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):  # its terminals know the environment's commands
        os.environ["PATH"] = os.pathsep.join(filter(None, [scripts, os.environ.get("PATH")]))
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # Windows has none
        options = ["--allow-root", *options]
        print("lab: you are root, so code in a notebook may change anything on this machine. Better: another account.")
    sys.stdout.flush()
    from jupyterlab.labapp import main  # only here: the other commands do without it

    main([f"--ServerApp.root_dir={shown}", f"--LabApp.default_url={page}", *options])
