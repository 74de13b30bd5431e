"""nbgrader's own tests, with this project's preprocessors in place of nbgrader's: `make compat`."""
