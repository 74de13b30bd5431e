"""The course's own JupyterLab, started as a person starts it, and what a person does in it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat import NotebookNode
from nbformat.reader import NotJSONError
from playwright.sync_api import Locator, Page

from bank import ROOT

SHOTS = ROOT / "build" / "screenshots"
TOKEN = "test"
MOST = 120_000  #: milliseconds for one step; only what hangs needs so many
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab."""

    course: Path  #: the clone in which it was started
    address: str
    folder: Path  #: what a learner's JupyterLab shows: lessons and their work
    said: Path  #: what its terminal shows

    def url(self, path: str) -> str:
        return f"{self.address}/{path}?token={TOKEN}"


# --- starting and stopping ----------------------------------------------------------------------------------------


def clone(folder: Path) -> Path:
    """A copy of the course without what git ignores and without the answer bank: somebody's own clone."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", ":!bank"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


@contextlib.contextmanager
def started(course: Path, *options: str, folder: Path | None = None, **environment: str) -> Iterator[Lab]:
    """JupyterLab as `make lab` starts it, or `make teach` with --teach. No process of it is left at the end.

    folder: a learner's own, when it is not the usual one
    """
    port = free_port()
    options += (f"--folder={folder}",) if folder else ()
    options += (f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", "--no-browser")
    said = course / f"jupyter-{port}.log"
    with open(said, "w", encoding="utf-8") as log:
        command = [sys.executable, "-m", "tools.lab", *options]
        # A learner of their own: what they have done is noted beside the course, not in the home of who runs this.
        own = os.environ | {"XDG_DATA_HOME": str(course.with_name(f"{course.name}-data"))} | environment
        server = subprocess.Popen(command, cwd=course, env=own, stdout=log, stderr=log)
        lab = Lab(course, f"http://127.0.0.1:{port}", folder or course / "my-course", said)
        try:
            wait_until_it_answers(lab, server)
            yield lab
        finally:
            below = psutil.Process(server.pid).children(recursive=True) if server.poll() is None else []
            server.terminate()  # it ends its kernels
            server.wait(timeout=60)
            _, alive = psutil.wait_procs(below, timeout=60)
    assert not alive, [process.cmdline() for process in alive]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(lab: Lab, server: subprocess.Popen) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(lab.url("api/status"), timeout=5).close()
            return
        time.sleep(0.5)
    pytest.fail(f"JupyterLab did not start: {lab.said.read_text(encoding='utf-8')[-2000:]}")


def close_kernels(page: Page, lab: Lab) -> None:
    for session in page.request.get(lab.url("api/sessions")).json():
        page.request.delete(lab.url(f"api/sessions/{session['id']}"))


# --- what a person does -------------------------------------------------------------------------------------------


def open_first_lesson(page: Page, lab: Lab) -> Locator:
    """As `make lab` does; `reset` forgets which tabs were open."""
    page.goto(lab.url("lab/tree/notebooks/00-start-here.ipynb") + "&reset")
    return opened(page, "00-start-here.ipynb")


def opened(page: Page, name: str) -> Locator:
    """The panel of a notebook, once its kernel listens."""
    panel = page.get_by_role("tabpanel", name=name)
    panel.locator(".jp-Cell").first.wait_for()
    wait_until_idle(page)
    return panel


def wait_until_idle(page: Page) -> None:
    """Wait until the kernel of the notebook in front has run what it was asked to."""
    page.get_by_role("button", name=re.compile(r"\| Idle$")).wait_for()


def follow(page: Page, panel: Locator, target: str) -> Locator:
    """Click the first link to a notebook, such as "notebooks/04-restoring.ipynb", and not to a cell of it."""
    panel.locator(f'a[href*="{target}"]:not([href*="#"])').first.click()
    return opened(page, Path(target).name)


def close(page: Page, panel: Locator) -> None:
    """Save the notebook in front, and close it with its kernel."""
    choose(page, "File", "Save Notebook")
    page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty").wait_for(state="detached")
    choose(page, "File", "Close and Shut Down Notebook…")
    page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()
    panel.wait_for(state="detached")


def choose(page: Page, menu: str, *items: str) -> None:
    page.get_by_role("menubar").get_by_role("menuitem", name=menu, exact=True).click()
    for item in items:
        page.locator(".lm-Menu-itemLabel").get_by_text(item, exact=True).click()


def run_all(page: Page, file: Path, errors: bool = False) -> NotebookNode:
    """Run all cells, and save until the file shows that the last one has run or one has failed.

    errors: some may fail; then all run
    """
    choose(page, "Run", "Run All Cells")
    asked, end = time.monotonic(), time.monotonic() + MOST / 1000
    while time.monotonic() < end:
        page.wait_for_timeout(500)
        wait_until_idle(page)  # a save takes time from the cells that run
        page.keyboard.press("Control+s")
        page.wait_for_timeout(500)
        code = code_cells(read_when_written(file))
        # JupyterLab forgets what it is asked to run before it has heard of the kernel; a person asks again.
        if time.monotonic() - asked > 20 and not any(cell.execution_count for cell in code):
            choose(page, "Run", "Run All Cells")
            asked = time.monotonic()
        if (errors_of(code) and not errors) or all(cell.execution_count for cell in code):
            break
    return read_when_written(file)


def read_when_written(file: Path) -> NotebookNode:
    """The notebook in a file, read again when JupyterLab was in the middle of writing it."""
    for _ in range(50):
        with contextlib.suppress(NotJSONError):
            return nbformat.read(file, as_version=4)
        time.sleep(0.1)
    return nbformat.read(file, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def errors_of(code: list[NotebookNode]) -> list[str]:
    return [output.evalue for cell in code for output in cell.outputs if output.output_type == "error"]


@contextlib.contextmanager
def theme(page: Page, name: str) -> Iterator[None]:
    """JupyterLab in one of THEMES, and then in the light one again."""
    set_theme(page, name)
    yield
    set_theme(page, "light")


def set_theme(page: Page, name: str) -> None:
    if page.locator("body").get_attribute("data-jp-theme-name") != THEMES[name]:
        choose(page, "Settings", "Theme", THEMES[name])
        page.locator(f'body[data-jp-theme-name="{THEMES[name]}"]').wait_for(state="attached")
        page.wait_for_timeout(500)  # its style sheet


def shoot(page: Page, name: str) -> None:
    """Keep a screenshot in build/screenshots/."""
    page.screenshot(path=SHOTS / f"{name}.png")
