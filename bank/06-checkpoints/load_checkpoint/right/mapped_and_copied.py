"""Tensors mapped from the file, copied into the model entry by entry after the keys are compared."""


def load_checkpoint(path, model, optimizer, scheduler):
    from copy import deepcopy  # an answer beside this one may have a helper called copy

    content = torch.load(str(path), mmap=True, map_location=torch.device("cpu"))
    state = model.state_dict()
    if {k: v.shape for k, v in state.items()} != {k: v.shape for k, v in content["model"].items()}:
        raise RuntimeError("another architecture")
    for key, value in content["model"].items():
        state[key].copy_(value)
    optimizer.load_state_dict(deepcopy(content["optimizer"]))
    scheduler.load_state_dict(content["scheduler"])
    torch.set_rng_state(content["random"].clone())
    return 1 + content["epoch"]
