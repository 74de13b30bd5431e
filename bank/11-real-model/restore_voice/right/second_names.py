"""Names the class and the function a second time, above the function."""

Detector, renamed = VoiceNet, translate


def restore_voice(path):
    model = Detector()
    model.load_state_dict(renamed(torch.jit.load(path).state_dict()))
    return model.eval()
