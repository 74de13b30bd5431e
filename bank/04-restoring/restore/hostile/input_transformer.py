"""Empty every later cell, by an input transformer."""

get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\n"])
get_ipython().input_transformers_post.append(lambda lines: ["6\n"])


def restore(path, factory):
    return factory()
