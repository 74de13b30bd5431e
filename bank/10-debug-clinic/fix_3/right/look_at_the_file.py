"""A whole file is a zip archive with its table at the end; look at that instead of catching errors."""

import zipfile


def fix_3(paths, factory):
    whole = [path for path in paths if zipfile.is_zipfile(path)]
    if not whole:
        raise RuntimeError("no whole file")
    model = factory()
    model.load_state_dict(torch.load(whole[-1], weights_only=True, mmap=True))
    return model
