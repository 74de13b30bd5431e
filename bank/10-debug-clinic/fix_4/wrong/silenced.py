"""The error is passed over: all parameters, no running averages."""


def fix_4(path, model):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer = torch.optim.Adam(model.parameters())
    try:
        optimizer.load_state_dict(saved["optimizer"])
    except ValueError:
        pass
    return optimizer
