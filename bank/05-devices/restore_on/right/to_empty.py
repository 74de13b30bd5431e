"""Reserve memory on the device, fill it from the file, compare by hand."""

import torch.serialization


def restore_on(path, factory, device):
    model = factory().to_empty(device=device)
    state = torch.serialization.load(path, map_location=device)
    print(model.load_state_dict(state))
    for key, tensor in model.state_dict().items():
        assert torch.equal(tensor, state[key]), key
    return model
