"""The attributes of a StepLR are put in by name; other schedulers count other things."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content["model"])
    optimizer.load_state_dict(content["optimizer"])
    for name in ("last_epoch", "step_size", "gamma", "base_lrs", "_last_lr", "_step_count"):
        if name in content["scheduler"]:
            setattr(scheduler, name, content["scheduler"][name])
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
