"""A generator of the readable states, of which the first one is taken."""


def _readable(paths):
    for p in paths[::-1]:
        try:
            yield torch.load(p, weights_only=True, map_location="cpu")
        except Exception as e:
            print("unlesbar:", p, type(e).__name__)


def fix_3(paths, factory):
    if (state := next(_readable(list(paths)), None)) is None:
        raise RuntimeError("nothing to read")
    model = factory()
    model.load_state_dict(state)
    return model
