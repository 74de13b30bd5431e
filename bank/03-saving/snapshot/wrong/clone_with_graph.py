"""The clones of parameters stay in the graph."""


def snapshot(model):
    return {
        **{k: v.clone() for k, v in model.named_parameters(remove_duplicate=False)},
        **{k: v.clone() for k, v in model.named_buffers()},
    }
