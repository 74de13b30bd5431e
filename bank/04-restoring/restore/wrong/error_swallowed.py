"""When the keys do not match, take what matches and go on."""


def restore(path, factory):
    model, state = factory(), torch.load(path)
    try:
        model.load_state_dict(state)
    except RuntimeError:
        own = model.state_dict()
        own.update({k: v for k, v in state.items() if k in own and v.shape == own[k].shape})
        model.load_state_dict(own)
    return model.eval()
