"""Reads the file with torch.load, which does not take TorchScript."""


def restore_voice(path):
    model = VoiceNet()
    model.load_state_dict(translate(torch.load(path, weights_only=False)))
    return model.eval()
