"""Copy entry by entry into the state dict, then cuda() or to()."""


def restore_on(path, factory, device):
    state = torch.load(path, map_location="cpu")
    model = factory()
    with torch.no_grad():
        for key, tensor in model.state_dict().items():
            tensor.copy_(state[key])
    device = torch.device(device)
    return model.cuda(device) if device.type == "cuda" else model.to(device)
