"""Load to the device, clone every tensor there, and assign the clones: nothing is moved afterwards."""


def restore_on(path, factory, device):
    model = factory()
    state = torch.load(path, map_location=device)
    model.load_state_dict({key: tensor.clone() for key, tensor in state.items()}, assign=True)
    return model
