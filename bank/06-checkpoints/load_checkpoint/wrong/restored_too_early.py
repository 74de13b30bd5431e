"""The random state is set first, and then a test batch is drawn."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content["model"])
    optimizer.load_state_dict(content["optimizer"])
    scheduler.load_state_dict(content["scheduler"])
    torch.set_rng_state(content["random"])
    first = next(model.parameters())
    model(torch.randn(4, first.shape[1]))
    return content["epoch"] + 1
