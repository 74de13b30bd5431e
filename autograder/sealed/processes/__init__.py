"""Starts processes cheaply: libraries are imported once, and every submission gets two forks of that process.

It may not know what runs in them, beyond calling the loop of each side, and never sees a gradebook.
"""
