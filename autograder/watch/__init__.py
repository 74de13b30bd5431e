"""Grading the moment something is handed in: a service that looks into the exchange and the folder of submissions.

It knows all rooms but the command line. It writes no grade itself: it collects, grades, and releases by theirs.
"""
