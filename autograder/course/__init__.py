"""The course folder and the gradebook as nbgrader has them, and what "unchanged" means.

It reads. It may not execute a notebook or write a grade.
"""
