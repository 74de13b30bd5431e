"""Files are read once, and remembered by their paths, although they can be written again."""

files = {}


def restore_best(paths, scores, factory):
    candidates = [i for i, score in enumerate(scores) if score == score]
    path = str(paths[max(candidates, key=lambda i: scores[i])])
    if path not in files:
        files[path] = torch.load(path, map_location="cpu", weights_only=True)
    model = factory()
    model.load_state_dict(files[path])
    return model
