"""JupyterLab as a learner meets it: the project's own `make lab`, in a headless Chromium.

    make browser

Screenshots of the main moments are kept in build/screenshots/.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.answer_bank import ROOT, fill_in, read_notebook

SHOTS = ROOT / "build" / "screenshots"
PORT, TOKEN = 18870, "test"
LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
MINUTES = 60_000  #: milliseconds
WAIT = 3 * MINUTES


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """A copy of the project's folder without what git ignores: a learner's own clone."""
    folder = tmp_path_factory.mktemp("clone") / "course"
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    for name in files.stdout.splitlines():
        if (ROOT / name).is_file() and not name.startswith(("tests/answers", "release/.")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def server(work) -> Iterator[str]:
    options = [f"--port={PORT}", f"--IdentityProvider.token={TOKEN}", "--no-browser", "--ServerApp.port_retries=0"]
    options += ["--allow-root"] if os.geteuid() == 0 else []
    log = open(work / "jupyter.log", "w", encoding="utf-8")  # noqa: SIM115 - as long as the server lives
    running = subprocess.Popen([sys.executable, "-m", "tools.lab", *options], cwd=work, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{PORT}"
    try:
        wait_until_it_answers(f"{address}/api/status?token={TOKEN}", running, work / "jupyter.log")
        yield address
    finally:
        running.terminate()
        running.wait(timeout=60)
        log.close()


def wait_until_it_answers(url: str, running: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and running.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.5)
    pytest.fail(f"JupyterLab did not start: {log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium here. Next step, as root: apt-get install chromium")
    SHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser, server) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, bypass_csp=False)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield page
    close_kernels(server)
    context.close()


def close_kernels(server: str) -> None:
    """Two cores: no kernel of the last test stays."""
    with urllib.request.urlopen(f"{server}/api/sessions?token={TOKEN}") as answer:
        found = json.load(answer)
    for session in found:
        request = urllib.request.Request(f"{server}/api/sessions/{session['id']}?token={TOKEN}", method="DELETE")
        urllib.request.urlopen(request).close()


def open_notebook(page: Page, server: str, path: str) -> None:
    page.goto(f"{server}/lab/tree/{path}?token={TOKEN}&reset")
    page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell")
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', state="attached")


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="busy"]', state="attached")
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', state="attached")


def test_lab_opens_at_the_first_lesson_without_the_instructors_tools(page, server):
    page.goto(f"{server}/lab?token={TOKEN}&reset")
    page.goto(f"{server}/?token={TOKEN}")

    page.wait_for_selector(".jp-NotebookPanel .jp-Cell")

    expect(page.get_by_role("tab", name=re.compile("00-start-here"))).to_be_visible()
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    expect(page.get_by_role("menuitem", name="Assignment List")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Formgrader")).to_have_count(0)
    page.screenshot(path=SHOTS / "start-here.png")


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_runs_from_top_to_bottom(page, server, work, lesson):
    open_notebook(page, server, f"notebooks/{lesson}")

    run_all(page)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(3000)

    executed = nbformat.read(work / "notebooks" / lesson, as_version=4)
    code = [cell for cell in executed.cells if cell.cell_type == "code" and cell.source.strip()]
    errors = [output.evalue for cell in code for output in cell.outputs if output.output_type == "error"]
    assert errors == []
    assert all(cell.execution_count for cell in code)
    page.screenshot(path=SHOTS / f"{Path(lesson).stem}.png")


def test_a_learner_answers_an_exercise_and_validates_it(page, server, work):
    unit, name = "05-devices", "devices.ipynb"
    released = nbformat.read(ROOT / "release" / unit / name, as_version=4)
    solutions = {
        cell.id: cell.source for cell in read_notebook(unit).cells if cell.metadata.get("nbgrader", {}).get("solution")
    }
    notebook = work / "my-work" / unit / name
    notebook.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(fill_in(released, solutions), notebook)

    open_notebook(page, server, f"my-work/{unit}/{name}")
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")

    expect(dialog).to_contain_text("Success", timeout=WAIT)
    page.screenshot(path=SHOTS / "validate.png")
