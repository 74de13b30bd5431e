"""What `nbgrader collect` runs for the teacher. A module of its own: settings travel to other processes by names."""

import shutil

from ngshare_exchange import ExchangeCollect


class CollectEach(ExchangeCollect):
    """ngshare's own, which ends for the whole class at the first file that cannot be written; this one names it."""

    def do_copy(self, src, dest):
        try:
            super().do_copy(src, dest)
        except (OSError, ValueError) as why:  # such as a name of 300 characters
            shutil.rmtree(dest, ignore_errors=True)
            self.log.error(f"Not collected: {dest}: {why}")
