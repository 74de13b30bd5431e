"""Only those entries of the scheduler are taken that differ from the new one's and are numbers."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content["model"])
    optimizer.load_state_dict(content["optimizer"])
    vars(scheduler).update({key: value for key, value in content["scheduler"].items() if isinstance(value, int)})
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
