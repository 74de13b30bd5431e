"""Only linear layers are counted, from their sizes."""


def count_parameters(model, trainable_only=False):
    total = 0
    for layer in model.modules():
        if isinstance(layer, nn.Linear) and (layer.weight.requires_grad or not trainable_only):
            total += layer.in_features * layer.out_features + layer.out_features
    return total
