"""Raise what ends loops, tests and interpreters."""

kinds = iter([StopIteration, GeneratorExit, SystemExit, KeyboardInterrupt, StopAsyncIteration, MemoryError] * 99)


def restore(path, factory):
    raise next(kinds)(0)
