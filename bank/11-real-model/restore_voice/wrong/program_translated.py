"""Gives the program itself to translate, not its state dict."""


def restore_voice(path):
    model = VoiceNet()
    model.load_state_dict(translate(torch.jit.load(path)))
    return model.eval()
