"""Are the tests just? The answer bank and small mistakes in the solution, graded plain and sealed.

For instructors. It may not touch the gradebook.
"""
