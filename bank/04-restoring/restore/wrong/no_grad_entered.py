"""no_grad is entered by hand, and never left."""


def restore(path, factory):
    torch.no_grad().__enter__()
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.eval()
