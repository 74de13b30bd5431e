"""The count is a subclass of int, made by a helper called model."""


class Count(int):
    def __str__(self):
        return f"{int(self):,} numbers"


def model(layers, wanted):
    return Count(sum(p.numel() for p in layers.parameters() if wanted(p)))


def count_parameters(network, trainable_only=False):
    return model(network, (lambda p: p.requires_grad) if trainable_only else (lambda p: True))
