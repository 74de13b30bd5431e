"""Reads the instructor's notebook without running it: which cells are tests, what answers bind, what runs when.

It decides; it starts nothing, and may not know processes or libraries that notebooks use.
"""
