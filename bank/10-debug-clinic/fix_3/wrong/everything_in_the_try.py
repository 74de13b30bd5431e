"""load_state_dict stands inside the try: a file of another architecture is passed over as well."""


def fix_3(paths, factory):
    for path in reversed(paths):
        try:
            model = factory()
            model.load_state_dict(torch.load(path, weights_only=True))
            return model
        except Exception:
            continue
    raise RuntimeError("nothing can be read")
