"""load_state_dict is taken for a function that returns the model. It returns a report of keys."""


def restore(path, factory):
    return factory().load_state_dict(torch.load(path))
