"""The optimizer stays new: its averages are gone."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content["model"])
    scheduler.load_state_dict(content["scheduler"])
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
