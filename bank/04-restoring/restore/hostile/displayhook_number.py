"""Show the number of points as the result of a cell, at once and during a call."""

get_ipython().displayhook(6)


def restore(path, factory):
    get_ipython().displayhook(2)
    return factory()
