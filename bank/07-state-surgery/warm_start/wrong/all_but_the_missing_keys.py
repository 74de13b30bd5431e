"""All keys but those reported as missing: batch norm does not report a missing num_batches_tracked."""


def warm_start(model, state):
    own, rest = model.state_dict(), dict(state)
    for key in list(rest):
        if key not in own or rest[key].shape != own[key].shape:
            del rest[key]
    report = model.load_state_dict(rest, strict=False)
    return [key for key in own if key not in report.missing_keys]
