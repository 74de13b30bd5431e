"""No candidate gives None instead of an error."""


def restore_best(paths, scores, factory):
    candidates = [(score, -i) for i, score in enumerate(scores) if score == score]
    if not candidates:
        return None
    model = factory()
    model.load_state_dict(torch.load(paths[-max(candidates)[1]], map_location="cpu", weights_only=True))
    return model
