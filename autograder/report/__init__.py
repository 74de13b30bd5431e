"""What people read about a class: the grade table, and the class report as a page with CSV files beside it.

It reads the gradebook and autograded notebooks, and may change neither.
"""
