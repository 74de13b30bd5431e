"""The engine: grades one submission against the instructor's notebook, tests and answers in separate processes.

It knows notebooks and limits. It may not know nbgrader, a course folder, a gradebook or any package beside this one.
"""
