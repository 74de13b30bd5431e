"""Only weights count; the biases are forgotten."""


def count_parameters(model, trainable_only=False):
    return sum(
        p.numel() for n, p in model.named_parameters() if "bias" not in n and (p.requires_grad or not trainable_only)
    )
