"""A submission's bytes: read once, checked, repaired and sanitised before anything runs.

It may not execute a notebook or write to the gradebook.
"""
