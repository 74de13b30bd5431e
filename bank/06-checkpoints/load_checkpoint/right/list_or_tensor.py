"""A random state that may also be a list, and a loop over the three state dicts."""


def load_checkpoint(path, model, optimizer, scheduler):
    with open(path, "rb") as file:
        content = torch.load(file)
    for name, part in (("model", model), ("optimizer", optimizer), ("scheduler", scheduler)):
        part.load_state_dict(content[name])
    torch.set_rng_state(torch.as_tensor(content["random"], dtype=torch.uint8))
    return int(content["epoch"]) + 1
