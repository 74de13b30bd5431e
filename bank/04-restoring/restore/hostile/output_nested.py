"""Show JSON that is nested deeper than a notebook can be copied."""

from IPython.display import display

deep = 1
for _ in range(600):
    deep = [deep]
display({"application/json": deep}, raw=True)
display({"text/plain": "x"}, raw=True, metadata={"deep": deep})


def restore(path, factory):
    return factory()
