"""A copy of the model is loaded, not the caller's model."""


def load_checkpoint(path, model, optimizer, scheduler):
    from copy import deepcopy  # an answer beside this one may have a helper called copy

    content = torch.load(path, map_location="cpu", weights_only=True)
    model = deepcopy(model)
    model.load_state_dict(content["model"])
    optimizer.load_state_dict(content["optimizer"])
    scheduler.load_state_dict(content["scheduler"])
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
