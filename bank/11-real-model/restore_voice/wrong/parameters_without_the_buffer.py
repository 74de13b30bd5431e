"""Reads named_parameters(): the spectrum is a buffer of the program."""


def restore_voice(path):
    model = VoiceNet()
    entries = dict(torch.jit.load(path).named_parameters())
    entries["_model.stft.forward_basis_buffer"] = torch.zeros(258, 1, 256)
    model.load_state_dict(translate(entries))
    return model.eval()
