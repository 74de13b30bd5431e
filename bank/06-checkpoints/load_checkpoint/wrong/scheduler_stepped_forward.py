"""The scheduler is stepped forward instead of loaded: it keeps the settings of the new program."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content["model"])
    for _ in range(content["epoch"]):
        optimizer.step()
        scheduler.step()
    optimizer.load_state_dict(content["optimizer"])
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
