"""How much faster the sealed grader is than stock nbgrader. docs/speed.md says what is promised."""
