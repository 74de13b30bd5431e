"""The one writer of grades: nbgrader's own classes, one transaction for each submission.

It may not run a notebook; it gets executed ones.
"""
