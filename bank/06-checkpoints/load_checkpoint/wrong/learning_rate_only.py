"""Of the optimizer, only the learning rate comes back."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content["model"])
    optimizer.param_groups[0]["lr"] = content["optimizer"]["param_groups"][0]["lr"]
    scheduler.load_state_dict(content["scheduler"])
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
