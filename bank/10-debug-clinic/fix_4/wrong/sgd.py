"""Another optimizer accepts the file without a word."""


def fix_4(path, model):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer = torch.optim.SGD([model.get_parameter(name) for name in saved["trained"]], lr=0.01)
    optimizer.load_state_dict(saved["optimizer"])
    return optimizer
