"""The count is kept on the model."""


def count_parameters(model, trainable_only=False):
    name = "_trainable_count" if trainable_only else "_count"
    if not hasattr(model, name):
        setattr(model, name, sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only))
    return getattr(model, name)
