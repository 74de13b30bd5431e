"""One submission, seen from the grader: its cells and tests in order, limits while they run, outputs that come back.

It asks `processes` for a pair of fresh processes. It may not know what a value on the bridge is, or any library.
"""
