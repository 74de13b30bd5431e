"""The model gets new Parameter objects after the optimizer was made: the optimizer trains the old ones."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    optimizer.zero_grad()
    model.load_state_dict(content["model"], assign=True)
    optimizer.load_state_dict(content["optimizer"])
    scheduler.load_state_dict(content["scheduler"])
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
