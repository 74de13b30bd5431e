"""The questions are imported by name, before any test pretends anything."""

from torch.backends.mps import is_available as has_mps
from torch.backends.mps import is_built as mps_built
from torch.cuda import is_available as has_cuda


def _have(name):
    match name:
        case "cuda":
            return torch.backends.cuda.is_built() and has_cuda()
        case "mps":
            return mps_built() and has_mps()
    return True


def pick_device(prefer=("cuda", "mps", "cpu")):
    return [torch.device(name) for name in [*prefer, "cpu"] if _have(name)][0]
