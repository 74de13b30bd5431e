"""Ignores the path."""


def restore_voice(path):
    model = VoiceNet()
    model.load_state_dict(translate(torch.jit.load(voice.program_file()).state_dict()))
    return model.eval()
