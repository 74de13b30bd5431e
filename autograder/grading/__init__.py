"""Many submissions at once, here or on a cluster, and the plug-in for nbgrader's own autograde.

It may not write a grade itself: that is what `record` is for.
"""
