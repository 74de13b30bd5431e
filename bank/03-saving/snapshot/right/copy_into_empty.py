"""Allocate, then copy_; a loop over keep_vars=True under no_grad."""


@torch.no_grad()
def snapshot(model):
    state = {}
    for key, value in model.state_dict(keep_vars=True).items():
        state[key] = torch.empty_like(value, requires_grad=False).copy_(value)
    return state
