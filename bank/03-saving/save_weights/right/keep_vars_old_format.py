"""state_dict(keep_vars=True) holds Parameters, and the old file format is still read."""


def save_weights(model, path):
    path = Path(path)
    for folder in reversed(path.parents):
        folder.mkdir(exist_ok=True)
    torch.save(model.state_dict(keep_vars=True), path, _use_new_zipfile_serialization=False)
    return path
