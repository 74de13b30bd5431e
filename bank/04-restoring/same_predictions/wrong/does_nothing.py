"""No answer at all; no trace either."""


def same_predictions(a, b, x):
    pass
