"""What can go wrong while grading. Every message ends with the next step."""

from __future__ import annotations


class GradingError(Exception):
    """Grading cannot go on. Shown to the grader without a traceback."""
