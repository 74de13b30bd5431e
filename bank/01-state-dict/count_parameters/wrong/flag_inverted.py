"""trainable_only is understood the wrong way round."""


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if trainable_only or p.requires_grad)
