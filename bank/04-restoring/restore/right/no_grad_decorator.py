"""A decorated function, the mode set layer by layer, and an error of its own that is a RuntimeError."""


class WrongArchitecture(RuntimeError):
    pass


@torch.no_grad()
def restore(path: str, factory) -> nn.Module:
    model = factory()
    try:
        nn.Module.load_state_dict(model, torch.load(f=str(path)))
    except RuntimeError as error:
        raise WrongArchitecture(str(path)) from error
    for layer in model.modules():
        layer.training = False
    return model
