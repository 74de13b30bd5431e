"""Reads the file with torch.load, which gives the program, and takes it for a state dict."""


def restore_voice(path):
    model = VoiceNet()
    model.load_state_dict(translate(torch.load(path, weights_only=False)))
    return model.eval()
