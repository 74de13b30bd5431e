"""The averages come back, the learning rate does not."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content["model"])
    rates = [group["lr"] for group in optimizer.param_groups]
    optimizer.load_state_dict(content["optimizer"])
    for group, rate in zip(optimizer.param_groups, rates):
        group["lr"] = rate
    scheduler.load_state_dict(content["scheduler"])
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
