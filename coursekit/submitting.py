"""What `nbgrader submit` and Assignment List run. The rest of coursekit needs no nbgrader."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

from nbgrader import utils
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeSubmit

from coursekit.handing_in import what_is_wrong

LINE = 80  #: characters


class SubmitAnswers(ExchangeSubmit):
    """nbgrader's own, which first looks at what it is about to hand in; named in `c.ExchangeFactory.submit`."""

    def start(self):
        """Raises ExchangeError when nothing was handed in. Assignment List shows its traceback, so that is short."""
        try:
            super().start()
        except ExchangeError as error:
            raise error.with_traceback(None) from None

    def copy_files(self):
        """Raises ExchangeError when something else was meant, before anything is copied."""
        self.init_release()
        named = [Path(self.src_path) / name for name in utils.find_all_notebooks(self.release_path)]
        work = Path(os.path.abspath(self.assignment_dir))  # as nbgrader makes src_path: links, of a home, stay
        if problem := what_is_wrong(named, work):
            self.fail(f"\n\n{textwrap.fill(problem, LINE)}")  # Assignment List breaks no lines
        super().copy_files()
