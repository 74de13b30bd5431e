"""Copy the parameters by name and leave the buffers behind."""


def restore(path, factory):
    model, state = factory(), torch.load(path)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name not in state:
                raise RuntimeError(name)
            parameter.copy_(state[name])
    return model.eval()
