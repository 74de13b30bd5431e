"""What an answer may not name where a test expects something of the answer: a test that calls it would do harm."""

# fmt: off
MODULES = frozenset([
    "autograder", "IPython", "os", "posix", "sys", "subprocess", "importlib", "pickle", "_pickle", "marshal",
    "ctypes", "shutil", "gc", "inspect", "code", "codeop", "runpy", "pty", "pdb", "bdb", "signal", "socket",
    "threading", "multiprocessing", "_thread", "traceback", "types", "atexit", "unittest", "timeit",
    "cProfile", "profile", "trace", "doctest", "mmap", "faulthandler", "resource", "fcntl",
])
BUILTINS = frozenset([
    "exec", "eval", "compile", "__import__", "open", "input", "globals", "locals", "vars", "getattr",
    "setattr",
])
# fmt: on


def is_dangerous(module: str, path: str) -> bool:
    """Would a test that calls this thing, thinking that it is the answer's, do harm?"""
    return module.split(".")[0] in MODULES or (module == "builtins" and path in BUILTINS)


def home(thing) -> tuple[str, str]:
    """Where a class or function says that it was defined: it may be known under other names."""
    return str(getattr(thing, "__module__", "")), str(getattr(thing, "__qualname__", ""))
