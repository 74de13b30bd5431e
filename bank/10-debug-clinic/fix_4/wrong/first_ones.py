"""The first parameters of the model, as many as the file has."""


def fix_4(path, model):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer = torch.optim.Adam(list(model.parameters())[: len(saved["trained"])])
    optimizer.load_state_dict(saved["optimizer"])
    return optimizer
