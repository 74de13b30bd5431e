"""Whoever asks for a GPU gets the one that cuda() takes."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.cuda() if torch.device(device).type == "cuda" else model.to(device)
