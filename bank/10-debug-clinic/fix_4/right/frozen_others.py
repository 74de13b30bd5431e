"""The other parameters are frozen as well, and a parameter group is written as a dict."""


def fix_4(path, model):
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(saved["model"])
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name in saved["trained"])
    optimizer = torch.optim.Adam([{"params": [model.get_parameter(name) for name in saved["trained"]]}])
    optimizer.load_state_dict(saved["optimizer"])
    return optimizer
