"""nbgrader's own tests, with this project's preprocessors in the place of nbgrader's: `make compat`."""
