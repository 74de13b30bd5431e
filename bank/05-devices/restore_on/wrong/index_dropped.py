"""The number of the GPU is dropped."""


def restore_on(path, factory, device):
    kind = torch.device(device).type
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = factory()
    model.load_state_dict(state)
    model.to(kind)
    return model
