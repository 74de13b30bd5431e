"""Layer by layer, with a set of the parameters that were seen."""


def count_parameters(model, trainable_only=False):
    seen = set()
    for layer in model.modules():
        for p in layer.parameters(recurse=False):
            if p.requires_grad or not trainable_only:
                seen.add(p)
    return sum(len(p.flatten()) for p in seen)
