"""Work on copies, so that there is nothing to put back."""


def same_predictions(a, b, x):
    first, second = copy.deepcopy(a).eval()(x), copy.deepcopy(b).eval()(x)
    return bool((first == second).all())
