"""The first GPU stands for all of them."""


def restore_on(path, factory, device):
    if torch.device(device).type == "cuda":
        device = torch.device("cuda", 0)
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.to(device)
