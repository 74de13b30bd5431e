"""An optimizer class of its own, derived from Adam, finds its parameters by name."""


class NamedAdam(torch.optim.Adam):
    def __init__(self, model, names):
        super().__init__([dict(model.named_parameters())[name] for name in names])


def fix_4(path, model):
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer = NamedAdam(model, saved["trained"])
    optimizer.load_state_dict(saved["optimizer"])
    return optimizer
