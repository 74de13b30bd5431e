"""The model is restored and then forgotten."""


def restore(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path))
    model.eval()
