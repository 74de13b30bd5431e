"""What graders run: nbgrader submissions graded sealed and in a sandbox, for any nbgrader course."""

from autograder.course.settings import grade_sealed

__all__ = ["grade_sealed"]
