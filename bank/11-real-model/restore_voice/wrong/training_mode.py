"""Stays in training mode."""


def restore_voice(path):
    model = VoiceNet()
    model.load_state_dict(translate(torch.jit.load(path).state_dict()))
    return model
