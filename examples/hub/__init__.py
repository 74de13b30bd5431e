"""A hub to copy: JupyterHub with real accounts, nbgrader's exchange, sealed grading. See docs/operator-guide.md.

set_up.py may import nothing but Python itself: it runs before any package is installed.
"""
