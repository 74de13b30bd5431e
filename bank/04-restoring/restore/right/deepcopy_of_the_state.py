"""Copy the loaded state dict before it is applied, and load the whole pickle without weights_only."""


def restore(path, factory):
    state = copy.deepcopy(torch.load(path, weights_only=False))
    model = factory()
    missing, unexpected = model.load_state_dict(state, strict=True)
    assert not missing and not unexpected
    model.eval()
    return model
