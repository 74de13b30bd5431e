"""Compile native code, load libraries and TorchScript files that the tests' side might load too."""

import ctypes, os, subprocess

try:
    subprocess.run(["cc", "-shared", "-o", "lib.so", "-x", "c", "-"], input=b"int f(){return 6;}", timeout=1)
    torch.ops.load_library("lib.so")
except Exception as error:
    print(type(error).__name__)
for name in ("/tmp/coursekit.so", "coursekit.so", "torch.so"):
    open(name, "wb").write(b"\x7fELF")


def restore(path, factory):
    torch.jit.script(nn.Linear(1, 1)).save(str(path))
    return torch.jit.load(str(path))
