"""The memory behind the tensors is compared, in whichever order they read it."""


def states_equal(a, b):
    if a.keys() != b.keys():
        return False
    return all(
        a[k].dtype == b[k].dtype
        and a[k].shape == b[k].shape
        and not a[k].isnan().any()
        and a[k].untyped_storage().tolist() == b[k].untyped_storage().tolist()
        for k in a
    )
