"""Parameters are cloned, and buffers are still those of the model."""


def snapshot(model):
    return {**model.state_dict(), **{k: v.detach().clone() for k, v in model.named_parameters(remove_duplicate=False)}}
