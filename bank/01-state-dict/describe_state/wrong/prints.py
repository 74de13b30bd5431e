"""The shapes are printed, and nothing is returned."""


def describe_state(model):
    for key, value in model.state_dict().items():
        print(key, tuple(value.shape))
