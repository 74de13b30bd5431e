"""The entries of the state dict are moved one by one: other buffers stay."""


def restore_on(path, factory, device):
    model = factory()
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)
    for key in state:
        owner, _, name = key.rpartition(".")
        part = model.get_submodule(owner)
        moved = getattr(part, name).detach().to(device)
        setattr(part, name, nn.Parameter(moved) if name in part._parameters else moved)
    return model


from torch import nn
