"""A loop over the keys, with a look-up for each, into an OrderedDict."""


def describe_state(model):
    state = model.state_dict()
    shapes = OrderedDict()
    for key in state:
        shapes[key] = tuple(state[key].size())
    return shapes
