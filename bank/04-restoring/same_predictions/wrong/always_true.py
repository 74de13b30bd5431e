"""Always the same."""


def same_predictions(a, b, x):
    return True
