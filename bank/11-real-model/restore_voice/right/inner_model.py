"""Asks the inner model for its state dict, which has no prefix, and puts it in front again."""


def restore_voice(path):
    inner = torch.jit.load(path)._model.state_dict()
    model = VoiceNet().eval()
    model.load_state_dict(translate({f"_model.{name}": value for name, value in inner.items()}), strict=True)
    return model
