"""Returns what load_state_dict returns."""


def restore_voice(path):
    return VoiceNet().load_state_dict(translate(torch.jit.load(path).state_dict()))
