"""copy_ into the entries of the state dict, which are the memory of the model."""


def warm_start(model, state):
    loaded = []
    for key, target in model.state_dict().items():
        source = state.get(key)
        if source is not None and source.size() == target.size():
            target.copy_(source)
            loaded.append(key)
    return loaded
