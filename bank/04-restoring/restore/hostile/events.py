"""Register for every event of the shell and rewrite what it runs."""


def hook(*args):
    for info in args:
        for name in ("raw_cell", "transformed_cell"):
            setattr(info, name, "pass")
    get_ipython().user_ns.clear()


for event in ("pre_run_cell", "post_run_cell", "pre_execute", "post_execute"):
    get_ipython().events.register(event, hook)


def restore(path, factory):
    return factory()
