"""A VoiceNet that knows where it came from."""


class RestoredVoice(VoiceNet):
    """A VoiceNet from a file."""


def restore_voice(path):
    model = RestoredVoice()
    model.load_state_dict(translate(torch.jit.load(path).state_dict()))
    return model.float().eval()
