"""What graders run: nbgrader submissions graded sealed and in a sandbox, for any nbgrader course."""
