"""Takes the prefixes off each name by itself, so a child called module loses its name."""


def inner_state(state):
    result = {}
    for key, value in state.items():
        while key.startswith(("module.", "_orig_mod.")):
            key = key.removeprefix("module.").removeprefix("_orig_mod.")
        if key != "n_averaged":
            result[key] = value
    return result
