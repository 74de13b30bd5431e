"""Feedback pages: a student's own cells and the message of each failed check, without hidden tests and scripts.

It may not change a grade or a graded notebook.
"""
