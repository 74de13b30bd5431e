"""What graders run: nbgrader submissions graded sealed, sandboxed and warm, for any nbgrader course."""
