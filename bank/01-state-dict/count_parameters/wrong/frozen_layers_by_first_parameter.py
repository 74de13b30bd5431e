"""A layer is taken for frozen when its first parameter is."""


def count_parameters(model, trainable_only=False):
    seen, total = set(), 0
    for m in model.modules():
        own = list(m.parameters(recurse=False))
        if trainable_only and own and not own[0].requires_grad:
            continue
        for p in own:
            if id(p) not in seen:
                seen.add(id(p))
                total += p.numel()
    return total
