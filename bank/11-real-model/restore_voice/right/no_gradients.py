"""torch.no_grad() as a decorator, as in many programs that only predict."""


@torch.no_grad()
def restore_voice(path):
    model = VoiceNet()
    for name, value in translate(torch.jit.load(path, map_location="cpu").state_dict()).items():
        model.get_parameter(name).copy_(value)
    return model.eval()
