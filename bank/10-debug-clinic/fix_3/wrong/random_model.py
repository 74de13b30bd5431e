"""The error is passed over, and the model keeps its random values."""


def fix_3(paths, factory):
    model = factory()
    try:
        model.load_state_dict(torch.load(paths[-1], weights_only=True))
    except Exception:
        pass
    return model
