"""Load to the device, clone every tensor there, and assign the clones: only what is not in the file is moved afterwards."""


def restore_on(path, factory, device):
    model = factory()
    state = torch.load(path, map_location=device)
    model.load_state_dict({key: tensor.clone() for key, tensor in state.items()}, assign=True)
    for owner in model.modules():
        for name, buffer in owner.named_buffers(recurse=False):
            setattr(owner, name, buffer.to(device))
    return model
