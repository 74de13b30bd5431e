"""How late: a late policy for nbgrader, a share of the score for every day begun, and the words for it."""

from __future__ import annotations

import math

from nbgrader.plugins import BasePlugin
from traitlets import Float

SECONDS_PER_DAY = 24 * 60 * 60


class PenaltyPerDay(BasePlugin):
    """Named in `c.AssignLatePenalties.plugin_class`; the due date is the one in the gradebook."""

    share_per_day = Float(0.1, help="Share of the score (0 to 1) that every day begun costs.").tag(config=True)
    largest_share = Float(1.0, help="Share of the score (0 to 1) that is never exceeded.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Return the points to take off, or None when the submission is not late."""
        if total_seconds_late <= 0:
            return None
        days = math.ceil(total_seconds_late / SECONDS_PER_DAY)
        return round(score * min(days * self.share_per_day, self.largest_share), 2)


def duration(seconds: float) -> str:
    """Such as "2 days 3 h", or "5 min"."""
    days, rest = divmod(round(seconds), 86_400)
    hours, minutes = rest // 3600, max(1, rest % 3600 // 60)
    parts = [f"{days} day{'s' if days > 1 else ''}" if days else "", f"{hours} h" if hours else ""]
    return " ".join(filter(None, parts)) or f"{minutes} min"
