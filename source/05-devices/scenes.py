"""What the checks of assignment 5 use: situations to play with your functions, and what to say about a result."""

import contextlib
import functools
from contextlib import ExitStack
from unittest import mock

import torch
from torch.overrides import TorchFunctionMode

from coursekit.checkpoints import storages_tagged
from coursekit.folders import new_folder
from coursekit.scenario import scenario


def save_across(locations, state, legacy=False):
    """Write a state dict to a new file, with more than one location in it.

    locations: dict, the location for each key, e.g. {"layer1.weight": "cuda:0"}; every other key gets "cpu"
    legacy:    write the format that torch used before 1.6

    Returns the Path of the file.
    """
    of_storage = {state[key].untyped_storage().data_ptr(): location for key, location in locations.items()}
    path = new_folder() / "across.pth"
    with storages_tagged(lambda storage: of_storage.get(storage.data_ptr(), "cpu")):
        torch.save(state, path, _use_new_zipfile_serialization=not legacy)
    return path


@scenario
def on_machine_with(gpu, pick_device, *arguments):
    """Call pick_device(*arguments) while PyTorch believes in another machine.

    gpu: "cuda", "mps" or None: the only GPU of the pretended machine

    Returns what pick_device returned.
    """
    # The questions that the task names end in these few functions.
    answers = {
        "torch._C._cuda_getDeviceCount": lambda: 2 if gpu == "cuda" else 0,
        "torch._C._has_cuda": gpu == "cuda",
        "torch._C._mps_is_available": lambda: gpu == "mps",
        "torch._C._has_mps": gpu == "mps",
        "torch._C._accelerator_getAccelerator": lambda: torch.device(gpu) if gpu else None,
        "torch._C._accelerator_getDeviceIndex": lambda: 0,
        "torch.cuda.current_device": lambda: 0,
        "torch.cuda._cached_device_count": None,
        "torch.cuda._device_count_nvml": lambda: -1,
        "torch.cuda._device_count_amdsmi": lambda: -1,
    }
    forget = torch.backends.mps.is_available.cache_clear  # PyTorch remembers this answer: make it ask again
    with ExitStack() as pretended:
        pretended.callback(forget)
        for name, answer in answers.items():
            pretended.enter_context(mock.patch(name, answer, create=True))
        forget()
        return pick_device(*arguments)


@scenario
def on_machines_with(cases, pick_device):
    """Call pick_device(prefer) for each case (gpu, prefer), as on_machine_with does. Returns the list of results."""
    return [on_machine_with(gpu, pick_device, prefer) for gpu, prefer in cases]


class ClockNet(torch.nn.Module):
    """A linear layer, and a buffer that is not saved."""

    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 3)
        self.register_buffer("clock", torch.zeros(4), persistent=False)


MISSING = torch.device("cuda:63")


class PretendedGpu(TorchFunctionMode):
    """While it is active, tensors can be moved to a GPU that is missing, and each GPU that is asked for is noted.

    A tensor that was moved there is a new one, which is really on the CPU.

    moves: whether that is possible; otherwise PyTorch's error is raised as always
    """

    def __init__(self, moves):
        super().__init__()
        self.moves, self.gpus = moves, set()

    def __torch_function__(self, function, types, arguments=(), options=None):
        options = options or {}
        if function is torch.device:  # to name a device is not to use it
            return function(*arguments, **options)
        name = getattr(function, "__name__", "")
        asked = {gpu_of(value, name in ("to", "cuda")) for value in [*arguments, *options.values()]} - {None}
        self.gpus |= asked or ({"cuda"} if name == "cuda" else set())
        if self.moves and name in ("to", "cuda") and str(MISSING) in asked:
            return arguments[0].clone()
        return function(*arguments, **options)


def gpu_of(value, number_counts=False):
    """The GPU that an argument names, as text: a device, its name or, where it counts, its number. None for others."""
    if number_counts and isinstance(value, int) and not isinstance(value, bool):
        return f"cuda:{value}"
    name = str(value) if isinstance(value, (str, torch.device)) else ""
    return name if name.startswith("cuda") else None


def call_with_missing_gpu(function, note, loads, moves):
    """Call function(), which asks for a GPU that is missing.

    note:         called with all tensors that are loaded to another device
    loads, moves: whether `torch.load`, and whether `to` and `cuda`, believe that the GPU is there

    Returns (result, gpus): what the function returned, None after an error, and the other GPUs that it asked for.
    """
    really_load, devices = torch.load, PretendedGpu(moves)

    def pretending_load(f, map_location=None, *arguments, **options):
        devices.gpus |= {gpu_of(map_location)} - {None}
        if loads and isinstance(map_location, (str, torch.device)) and torch.device(map_location) == MISSING:
            return really_load(f, "cpu", *arguments, **options)
        loaded = really_load(f, map_location, *arguments, **options)
        note(loaded.values())
        return loaded

    result = None
    with ExitStack() as pretended:
        pretended.enter_context(contextlib.suppress(Exception))
        for name in ("torch.load", "torch.serialization.load"):
            pretended.enter_context(mock.patch(name, pretending_load))
        pretended.enter_context(devices)
        result = function()
    return result, sorted(devices.gpus - {str(MISSING)})


def not_on_missing_gpu(function, factory, named):
    """Call function(factory, device) three times; more and more of PyTorch believes that "cuda:63" is there.

    named: called with what the function returned, gives pairs of a name and a tensor

    Returns the names of tensors that came back on another device, or the names of other GPUs that were asked for; []
    also when every call raised an error.
    """
    found = []
    for round_, (loads, moves) in enumerate([(False, False), (True, False), (True, True)]):
        elsewhere = {}  # the memory of all tensors that were made on another device

        def note(tensors, elsewhere=elsewhere):
            elsewhere.update({tensor.untyped_storage().data_ptr(): tensor.untyped_storage() for tensor in tensors})
            elsewhere.pop(0, None)  # meta has no memory

        def noted_factory(note=note):
            model = factory()
            note([*model.parameters(), *model.buffers()])
            return model

        device = MISSING if round_ % 2 else str(MISSING)
        call = functools.partial(function, noted_factory, device)
        result, others = call_with_missing_gpu(call, note, loads, moves)
        placed = [] if result is None else named(result)
        found += others
        found += [name for name, tensor in placed if tensor.untyped_storage().data_ptr() in elsewhere or not loads]
    return sorted(set(found))


@scenario
def ask_for_missing_gpu(restore_on, path, factory):
    """Call restore_on with the device "cuda:63". Returns what not_on_missing_gpu() says of the model's tensors."""
    return not_on_missing_gpu(
        lambda factory, device: restore_on(path, factory, device),
        factory,
        lambda model: [*model.named_parameters(), *model.named_buffers()],
    )


@scenario
def load_to_missing_gpu(load_state, path):
    """Call load_state with the device "cuda:63". Returns what not_on_missing_gpu() says of the loaded tensors."""
    return not_on_missing_gpu(lambda factory, device: load_state(path, device), None, lambda state: state.items())
