"""The state itself is returned: nothing is changed, and nothing is compared."""


def diff_state(model, state):
    return state
