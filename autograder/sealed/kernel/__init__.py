"""What a Jupyter kernel does for a cell: runs it in IPython and hands over what it shows.

It may not know who wrote the cell, tests, answers or the bridge between them.
"""
