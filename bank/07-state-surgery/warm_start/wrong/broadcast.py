"""copy_ stretches a tensor that is too small."""


def warm_start(model, state):
    loaded = []
    for key, target in model.state_dict().items():
        if key in state:
            try:
                target.copy_(state[key])
                loaded.append(key)
            except RuntimeError:
                continue
    return loaded
