"""model.eval without parentheses is only a name: nothing is called."""


def restore(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path))
    model.eval
    return model
