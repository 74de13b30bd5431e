"""The random state first and the scheduler before the optimizer; pickle is trusted."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, weights_only=False)
    torch.random.set_rng_state(content.pop("random"))
    scheduler.load_state_dict(content.pop("scheduler"))
    optimizer.load_state_dict(content.pop("optimizer"))
    model.load_state_dict(content.pop("model"), strict=True)
    (last,) = content.values()
    return last + 1
