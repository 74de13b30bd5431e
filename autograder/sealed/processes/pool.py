"""The processes to grade with: one that imports libraries, and for each thread a parent that is forked from it."""

import contextlib
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator

from autograder.sealed.errors import ParentProcessGone
from autograder.sealed.limits import PRELOAD
from autograder.sealed.processes import folders
from autograder.sealed.processes.handles import Importer, Parent


class Pool:
    """Holds the importer and the parents that its threads grade with. A context manager: at the end all are gone.

    It starts nothing before it is asked. What died is started again. In a forked copy of this process it forgets the
    processes that belong to the original, and starts its own.
    """

    _importer: Importer | None
    _parents: dict[tuple[int, bool], Parent]  #: by thread, and whether it is unsandboxed
    _folder: str  #: "" until something is started

    def __init__(self) -> None:
        self._forget()
        self.imports_with_threads: set[str] = set()  # statements that start threads: the children run them themselves
        self._interrupted = False

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def start(self, preload: tuple[str, ...] = PRELOAD) -> Importer:
        """Start importing. It takes seconds until a parent can be forked, in which the caller may do something else.

        preload: the modules to import, see Limits
        Raises ParentProcessGone while the run is being interrupted.
        """
        self._forget_if_forked()
        with self._lock:
            if self._interrupted:
                raise ParentProcessGone("the run was interrupted")
            found = self._importer
            if found is None or found.preload != preload or not found.alive():
                if found:
                    found.stop()
                if not self._folder:
                    folders.sweep()
                    self._folder, self._folder_lock = folders.make_folder()
                found = self._importer = Importer(self._folder, preload, self.imports_with_threads)
            return found

    def parent(
        self, unsandboxed: bool = False, imports: frozenset[str] = frozenset(), preload: tuple[str, ...] = PRELOAD
    ) -> Parent:
        """The parent of this thread: started on first use, and again when it died.

        imports: the statements with which its children will begin; the importer runs them once for all of them
        It serves one submission at a time; several threads of one process grade several at a time.
        Raises CannotIsolate when this machine has no sandbox, PreloadFailed when a library cannot be prepared, and
        ParentProcessGone when the importer ended.
        """
        self._forget_if_forked()
        key = (threading.get_ident(), unsandboxed)
        found = self._parents.get(key)
        if found is None or not imports <= found.imports or found.preload != preload or not found.alive():
            if found:
                found.stop()
            self._stop_orphans()
            found = self._parents[key] = self._fork_parent(unsandboxed, imports, preload)
        return found

    def close(self) -> None:
        """End all processes and remove their folder; whoever asks again gets fresh ones."""
        self._forget_if_forked()
        for key in list(self._parents):
            if parent := self._parents.pop(key, None):
                parent.stop()
        with self._lock:
            if self._importer:
                self._importer.stop()
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)
                os.close(self._folder_lock)
            self._importer, self._folder = None, ""

    @contextlib.contextmanager
    def interrupted(self) -> Iterator[None]:
        """Kill everything that other threads grade with; until the block ends they get nothing new."""
        with self._lock:
            self._interrupted = True
            if self._importer:
                self._importer.kill()  # its children go with it
        try:
            yield
        finally:
            self.close()
            self._interrupted = False

    def _fork_parent(self, unsandboxed: bool, imports: frozenset[str], preload: tuple[str, ...]) -> Parent:
        folder = ""
        control, theirs = socket.socketpair()
        try:
            with theirs:
                pid = None
                while pid is None:
                    importer = self.start(preload)
                    folder = folder or tempfile.mkdtemp(dir=self._folder)
                    pid = importer.fork(theirs, folder, unsandboxed, imports)
                    if pid is None:  # an import started a thread: it can fork no more
                        self._end_importer(importer)
        except BaseException:
            control.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return Parent(control, pid, folder, imports, preload)

    def _end_importer(self, importer: Importer) -> None:
        with self._lock:
            importer.stop()
            if self._importer is importer:
                self._importer = None

    def _stop_orphans(self) -> None:
        """End the parents of threads that ended."""
        threads = {thread.ident for thread in threading.enumerate()}
        for key in list(self._parents):
            if key[0] not in threads and (orphan := self._parents.pop(key, None)):
                orphan.stop()

    def _forget_if_forked(self) -> None:
        if self._pid != os.getpid():
            self._forget()

    def _forget(self) -> None:
        self._pid, self._lock = os.getpid(), threading.Lock()
        self._importer, self._parents = None, {}
        self._folder, self._folder_lock = "", -1
