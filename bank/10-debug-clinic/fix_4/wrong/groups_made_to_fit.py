"""The list of positions in the file is made longer until the message goes away."""


def fix_4(path, model):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer = torch.optim.Adam(model.parameters())
    saved["optimizer"]["param_groups"][0]["params"] = list(range(len(list(model.parameters()))))
    optimizer.load_state_dict(saved["optimizer"])
    return optimizer
