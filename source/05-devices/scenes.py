"""What the checks of assignment 5 use: situations to play with your functions, and what to say of a result."""

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


class ClockNet(torch.nn.Module):
    """A linear layer, and a buffer that is not saved."""

    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 3)
        self.register_buffer("clock", torch.zeros(4), persistent=False)


class NotedDevices(TorchFunctionMode):
    """While it is active, PyTorch's functions note every GPU that they are asked for."""

    def __init__(self):
        super().__init__()
        self.gpus = set()

    def __torch_function__(self, function, types, arguments=(), options=None):
        if function is not torch.device:  # to name a device is not to use it
            self.note(*arguments, *(options or {}).values())
        return function(*arguments, **(options or {}))

    def note(self, *arguments):
        """Note the devices among some arguments, given as a torch.device or by name."""
        for argument in arguments:
            if isinstance(argument, torch.device) or (isinstance(argument, str) and argument.startswith("cuda")):
                self.gpus |= {str(argument)} if str(argument).startswith("cuda") else set()


@scenario
def ask_for_missing_gpu(restore_on, path, factory, as_text=True):
    """Call restore_on with the device "cuda:63". Only torch.load believes that there is such a device.

    as_text: give the device as a str, otherwise as a torch.device

    Returns the names of parameters and buffers that came back on another device, or the names of other GPUs that were
    asked for; [] also when an error was raised.
    """
    missing = torch.device("cuda:63")
    really_load = torch.load
    elsewhere = {}  # the memory of all tensors that were made on another device

    def note(tensors):
        elsewhere.update({tensor.untyped_storage().data_ptr(): tensor.untyped_storage() for tensor in tensors})
        elsewhere.pop(0, None)  # meta has no memory

    def noted_factory():
        model = factory()
        note([*model.parameters(), *model.buffers()])
        return model

    devices = NotedDevices()

    def pretending_load(f, map_location=None, *arguments, **options):
        devices.note(map_location)
        if isinstance(map_location, (str, torch.device)) and torch.device(map_location) == missing:
            return really_load(f, "cpu", *arguments, **options)
        loaded = really_load(f, map_location, *arguments, **options)
        note(loaded.values())
        return loaded

    with mock.patch("torch.load", pretending_load), mock.patch("torch.serialization.load", pretending_load):
        try:
            with devices:
                model = restore_on(path, noted_factory, str(missing) if as_text else missing)
        except Exception:
            return sorted(devices.gpus - {str(missing)})
    placed = [*model.named_parameters(), *model.named_buffers()]
    return [name for name, tensor in placed if tensor.untyped_storage().data_ptr() in elsewhere]
