"""The tensors of the file put in place: a buffer that is not in the file stays on the CPU."""


def restore_on(path, factory, device):
    model = factory()
    state = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(state, assign=True)
    return model
