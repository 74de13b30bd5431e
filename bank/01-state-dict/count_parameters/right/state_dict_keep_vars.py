"""From the state dict with keep_vars, buffers left out and shared parameters told apart by id."""


def count_parameters(model, trainable_only=False):
    found = {id(v): v for v in model.state_dict(keep_vars=True).values() if isinstance(v, nn.Parameter)}
    return sum(v.nelement() for v in found.values() if v.requires_grad >= trainable_only)
