"""The scheduler gets its count and the last rates."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content["model"])
    optimizer.load_state_dict(content["optimizer"])
    scheduler.last_epoch = content["scheduler"]["last_epoch"]
    scheduler._last_lr = content["scheduler"]["_last_lr"]
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
