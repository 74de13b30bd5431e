"""A method of an object, inside a cache of functools: the same file is read once."""

import functools


class Files:
    @torch.inference_mode(False)
    def model_of(self, path):
        net = VoiceNet().eval()
        net.load_state_dict(translate(dict(torch.jit.load(str(path)).state_dict())))
        return net


restore_voice = functools.lru_cache(maxsize=1)(Files().model_of)
