"""The one pool of a process that has no run to hold it: nbgrader's own autograde, a Dask worker, a test."""

import atexit
import functools

from autograder.sealed.processes.pool import Pool


@functools.cache
def shared_pool() -> Pool:
    """The pool of this process, made when it is first asked for and closed when the process ends."""
    pool = Pool()
    atexit.register(pool.close)
    return pool
