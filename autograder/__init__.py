"""What graders run: nbgrader submissions graded sealed, sandboxed and warm, for any nbgrader course."""

from autograder.course.settings import grade_sealed

__all__ = ["grade_sealed"]
