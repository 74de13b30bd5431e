"""Gradients are switched off for loading, and stay off."""


def load_checkpoint(path, model, optimizer, scheduler):
    torch.set_grad_enabled(False)
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content["model"])
    optimizer.load_state_dict(content["optimizer"])
    scheduler.load_state_dict(content["scheduler"])
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
