"""All that is known of a library that notebooks use: how its values cross, compare, and draw random numbers.

One class per library behind one interface. It may not know cells, tests or processes.
"""
