"""Only cuda:0 is mapped."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path, map_location={"cuda:0": str(device)}))
    return model.to(device)
