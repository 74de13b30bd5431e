"""Built models are remembered by their class, and loaded anew."""

models = {}


def restore(path, factory):
    model = models.setdefault(factory, factory())
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.eval()
