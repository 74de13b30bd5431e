"""The running mean and variance are compared, the batch count is left out."""


def verify_restored(a, b):
    a = {k: v for k, v in a.state_dict().items() if "num_batches" not in k}
    b = {k: v for k, v in b.state_dict().items() if "num_batches" not in k}
    return a.keys() == b.keys() and all(a[k].dtype == b[k].dtype and torch.equal(a[k], b[k]) for k in a)
