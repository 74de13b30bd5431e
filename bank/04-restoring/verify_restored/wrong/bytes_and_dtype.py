"""The bytes and the dtype of each entry; the shape is forgotten."""


def verify_restored(a, b):
    def plain(model):
        return {k: (v.dtype, v.contiguous().numpy().tobytes()) for k, v in model.state_dict().items()}

    return plain(a) == plain(b)
