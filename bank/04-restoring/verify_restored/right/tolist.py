"""Plain Python lists, exact since every float32 is a float."""


def verify_restored(a, b):
    def plain(state):
        return sorted((k, str(v.dtype), list(v.shape), v.flatten().tolist()) for k, v in state.items())

    return plain(a.state_dict()) == plain(b.state_dict())
