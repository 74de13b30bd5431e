"""Make `.venv` with exactly the pinned packages, or leave it alone when nothing changed.

Run by every `make` target, with the system's Python and nothing but its standard library.
Two runs at once wait for each other; a run that is killed is finished by the next one.

TORCH=cpu in the environment variables chooses PyTorch's CPU build, which on Linux saves 4 GB, TORCH=default the usual
one. The choice holds until another is made.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = (ROOT, ROOT / "autograder")  # installed from here, each with a pyproject.toml
VENV = ROOT / ".venv"
STAMP = VENV / "complete"  # written last: a half-made environment has none
TORCH = VENV / "torch"  # which build was asked for: "cpu", or "" for the usual one
CPU_INDEX = "https://download.pytorch.org/whl/cpu"  # where PyTorch itself has its builds without CUDA
OLDEST_PYTHON = (3, 11)


def main() -> None:
    if sys.version_info < OLDEST_PYTHON:
        stop(
            f"Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer is needed; "
            f"{sys.executable} is {sys.version.split()[0]}.",
            "Install Python 3.11, then name it: make PYTHON=python3.11 grade",
        )
    if Path(sys.prefix) == VENV:  # somebody activated it; it cannot be made anew by its own Python
        base = Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}")
        os.execv(base, [str(base), *sys.argv])
    if not os.access(ROOT, os.W_OK):
        stop(f"No permission to write in {ROOT}.", "Clone the course into a folder of your own.")
    build = chosen_build()
    wanted = fingerprint(build)
    if is_complete(wanted):
        return
    with open(ROOT / ".venv.lock", "w", encoding="utf-8") as lock:
        wait_for(lock)
        if is_complete(wanted):  # another run made it while this one waited
            return
        make_environment(build)
        STAMP.write_text(wanted, encoding="utf-8")
    print("environment: ready", flush=True)


def chosen_build() -> str:
    """The build of torch that this run asks for, or else the one that the environment was made with."""
    asked = os.environ.get("TORCH", "")
    if asked not in ("", "cpu", "default"):
        stop(f"TORCH={asked} is no build of PyTorch.", "make TORCH=cpu … or TORCH=default")
    if asked:
        return asked.replace("default", "")
    return TORCH.read_text(encoding="utf-8") if TORCH.is_file() else ""


def fingerprint(build: str = "") -> str:
    """Identify what the environment is made from: the pins, the packages here, the interpreter and this folder.

    build: of torch, as chosen_build() says
    """
    import tomllib  # not at the top: an older Python must get as far as being told so

    digest = hashlib.sha256(f"{sys.version}\n{ROOT}{build}".encode())
    for folder in PROJECTS:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        packages = [project.get("build-system"), project["project"], project["tool"]["setuptools"]]
        digest.update(f"\n{packages}".encode())
    digest.update((ROOT / "requirements.txt").read_bytes())
    return digest.hexdigest()


def is_complete(wanted: str) -> bool:
    return STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted


def wait_for(lock) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("environment: another run is making it; waiting …", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def make_environment(build: str) -> None:
    size = "1.5 GB" if build == "cpu" else "up to 5.4 GB; with TORCH=cpu, 1.5 GB"
    step(f"making .venv with {sys.executable} (the first time this takes a few minutes and {size})")
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    TORCH.write_text(build, encoding="utf-8")  # first: a run that is killed does not forget it
    ensure_venv_module()
    run(sys.executable, "-m", "venv", str(VENV))
    python = str(VENV / "bin" / "python")
    step("installing the pinned packages")
    if build == "cpu":
        install_cpu_build(python)
    install_pins(python)
    step("installing coursekit and autograder from this folder")
    editable = [argument for folder in PROJECTS for argument in ("-e", str(folder))]
    run(python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet",
        "--no-deps", "--no-build-isolation", *editable)  # fmt: skip
    step("compiling with all processors")
    compile_packages(python)


def install_cpu_build(python: str) -> None:
    """Install torch alone: the pin, which names no build, is met by it, and its index is asked for nothing else."""
    pin = next(line for line in pinned() if line.startswith("torch=="))
    run(python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-deps", "--no-compile",
        "--extra-index-url", CPU_INDEX, f"{pin}+cpu")  # fmt: skip


def pinned() -> list[str]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if "==" in line]


def install_pins(python: str) -> None:
    """Install requirements.txt; pip prints a line a package, of which this prints a count."""
    pins = pinned()
    command = [python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", "--no-compile",
               "-r", str(ROOT / "requirements.txt")]  # fmt: skip
    found, said = 0, []
    with subprocess.Popen(command, cwd=ROOT, env=clean(), text=True, encoding="utf-8",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as pip:  # fmt: skip
        for line in pip.stdout:
            said = [*said, line][-30:]
            if line.startswith(("Collecting ", "Processing ")):
                found += 1
                if found % 20 == 0 and found <= len(pins):  # torch with CUDA brings more than is pinned
                    print(f"environment: {found} of {len(pins)} packages fetched", flush=True)
            elif line.startswith("Installing collected packages"):
                step("all fetched; unpacking")
    if pip.returncode:
        sys.stderr.writelines(said)
        stop("pip could not install the pinned packages.", "Read pip's last lines above, then run make again.")


def compile_packages(python: str) -> None:
    """Compile what is installed with all processors; pip would take one.

    Some packages hold files that this Python cannot compile. Nothing imports them, and pip passes over them too.
    """
    command = [python, "-m", "compileall", "-qq", "-j", "0", str(VENV / "lib")]
    subprocess.run(command, cwd=ROOT, env=clean())


def ensure_venv_module() -> None:
    """Debian ships `venv` without `ensurepip` until python3-venv is installed."""
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        stop(f"{sys.executable} cannot make virtual environments.", f"sudo apt-get install {package}")
    step(f"installing {package} with apt-get")
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-y", "-qq", package)


def clean() -> dict[str, str]:
    """The environment variables without those that would add packages from elsewhere."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, env=clean())
    if done.returncode:
        stop(f"This command failed: {' '.join(command)}", "Read its message above, then run make again.")


def step(what: str) -> None:
    print(f"environment: {what} …", flush=True)


def stop(what: str, next_step: str) -> None:
    sys.exit(f"environment: {what}\n             Next step: {next_step}")


if __name__ == "__main__":
    main()
