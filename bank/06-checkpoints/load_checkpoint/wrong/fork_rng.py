"""The random state is set inside fork_rng, which puts the old one back."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content["model"])
    optimizer.load_state_dict(content["optimizer"])
    scheduler.load_state_dict(content["scheduler"])
    with torch.random.fork_rng():
        torch.set_rng_state(content["random"])
    return content["epoch"] + 1
