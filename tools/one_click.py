"""What Binder and a dev container run once in a clone: the learner's side, in the Python that they have.

PyTorch's CPU build, coursekit with the pinned versions of what it needs, and a learner's folder in my-course/.
"""

import sys

from tools.environment import install_cpu_build, run


def main() -> None:
    install_cpu_build(sys.executable)
    run(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--quiet",
        "--constraint", "requirements.txt", "--editable", ".")  # fmt: skip
    run(sys.executable, "-m", "coursekit", "update", "--folder", "my-course")


if __name__ == "__main__":
    main()
