"""Show outputs that weigh nothing but their metadata, and errors without text."""

from IPython.display import display

for _ in range(60):
    display({}, raw=True, metadata={"x": "y" * 100000})
for _ in range(3000):
    get_ipython().emit({"output_type": "error", "ename": "", "evalue": "", "traceback": []})


def restore(path, factory):
    return factory()
