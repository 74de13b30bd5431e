"""Pickles hold data only on the trusted side: a file that an answer wrote must not run anything in a test."""

import pickle
import sys

PLAIN = frozenset(
    {"set", "frozenset", "list", "dict", "tuple", "int", "float", "complex", "bytes", "bytearray", "str"}
    | {"bool", "range", "slice", "object"}
)
ALLOWED: dict[str, frozenset[str] | None] = {  # None: any name without a dot
    "__main__": None,  # classes only, see _look
    "builtins": PLAIN,
    "collections": frozenset({"OrderedDict", "defaultdict", "Counter", "deque"}),
    "copyreg": frozenset({"_reconstructor"}),
    "datetime": None,
    "decimal": frozenset({"Decimal"}),
    "fractions": frozenset({"Fraction"}),
    "pathlib": frozenset({"PosixPath", "PurePosixPath", "Path"}),
    "numpy": frozenset({"ndarray", "dtype"}),
    "numpy._core.multiarray": frozenset({"_reconstruct", "scalar"}),
    "numpy.core.multiarray": frozenset({"_reconstruct", "scalar"}),
    "numpy._core.numeric": frozenset({"_frombuffer"}),
    "torch._utils": frozenset({"_rebuild_tensor_v2", "_rebuild_parameter", "_rebuild_meta_tensor_no_storage"}),
    "torch._tensor": frozenset({"Tensor"}),
    "torch.nn.parameter": frozenset({"Parameter"}),
    "torch": frozenset({"Size", "device", "Tensor", "FloatStorage", "DoubleStorage", "LongStorage"}),
}


def refuse_code() -> None:
    """From now on, unpickling anything but data raises UnpicklingError in this process."""
    sys.addaudithook(_look)


def _look(event: str, args: tuple) -> None:
    if event != "pickle.find_class":
        return
    module, name = args
    names = ALLOWED.get(module, frozenset())
    # A function in a pickle is a function that gets called.
    is_call = module == "__main__" and not isinstance(getattr(sys.modules[module], name, None), type)
    if "." in name or is_call or (names is not None and name not in names):
        raise pickle.UnpicklingError(
            f"Tests do not unpickle {module}.{name}: an answer may have written this file. "
            "Let the test compare data, or load the file with weights_only=True."
        )
