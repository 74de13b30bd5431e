# `make` alone says what there is. Every target makes .venv first when it is missing (tools/environment.py), with
# PyTorch's CPU build after TORCH=cpu.

# Debian's own Python first, if it can make an environment: it is built with optimizations that pyenv leaves out, and
# grades in a sixth less time (docs/speed.md). Found before .venv/bin comes onto PATH below: the environment is never made with
# itself.
ifndef PYTHON
PYTHON := $(shell /usr/bin/python3.11 -c "import ensurepip" 2>/dev/null && echo /usr/bin/python3.11 || command -v python3.11 || command -v python3)
endif
RUN := .venv/bin/python
# Notebooks and submissions are UTF-8, whatever the locale of this machine says.
export PYTHONUTF8 := 1
export TORCH
# nbgrader starts alembic by name.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

# With AGAIN=yes, what fails of these tests is tried once more, alone, and must pass then. What failed is remembered for
# each target apart: another one may run at the same time.
tried = $(RUN) -m pytest -o cache_dir=.pytest_cache/$@ $1
tried_again = $(tried)$(if $(AGAIN), || $(tried) --last-failed)

.DEFAULT_GOAL := help
.PHONY: help environment grade report lab teach browser screenshots hub hub-test test bank test-fast gpu compat elsewhere faults stoppers deadline bench bundle version links release cheat-sheet site site-test lint hooks lock clean

help:            ## say what there is
	@awk -F ' *## *' '/^[a-z-]+:.*##/ {sub(/:.*/, "", $$1); printf "make %-11s %s\n", $$1, $$2}' Makefile

environment:
	@$(PYTHON) tools/environment.py

grade: environment  ## the main job: release the assignments, grade the example class, print the table, write feedback
	@$(RUN) -m examples.grade_class

report: environment  ## write the class report of `make grade`, or of the course in COURSE=FOLDER, and say where it is
	@test -n "$(COURSE)" || test -d build/class || { echo "make report: nothing was graded yet. Next step: make grade"; exit 1; }
	@$(RUN) -m autograder report --course "$(or $(COURSE),build/class)"

lab: environment  ## open JupyterLab at the first lesson, in my-course/ or in FOLDER=FOLDER; OPTIONS= goes to jupyter lab
	@$(RUN) -m tools.lab $(if $(FOLDER),--folder "$(FOLDER)") $(OPTIONS)

teach: environment  ## open formgrader in JupyterLab, with the class of `make grade` or the course in COURSE=FOLDER
	@$(RUN) -m tools.lab --teach $(if $(COURSE),--course "$(COURSE)") $(OPTIONS)

test: environment  ## everything but the answer bank and the example class (under 10 minutes on two cores; PACKAGES=no installs none of Debian's)
	@$(PYTHON) tools/system_packages.py ip pg_createcluster
	@$(RUN) -m pytest -n 2 --dist worksteal -m "not bank"

bank: environment    ## grade the answer bank, right, wrong and hostile, and the example class (over 10 minutes on two cores)
	@$(RUN) -m pytest -n 2 --dist worksteal -m bank

test-fast: environment  ## what needs no kernel (under 60 seconds)
	@$(RUN) -m pytest -n 2 -m "not slow"

gpu: environment  ## on a machine with a CUDA GPU: what it writes, restores and resumes (about a minute)
	@$(RUN) -m pytest tests/gpu

compat: environment  ## nbgrader's own tests, graded sealed (under 10 minutes on two cores)
	@$(RUN) -m tests.compat

browser: environment  ## JupyterLab in a real browser: lessons, widgets, quizzes, Validate, formgrader (under 10 minutes)
	@$(PYTHON) tools/system_packages.py chromium-headless-shell
	@$(call tried_again,-n 2 tests/browser)

hub: environment  ## as root: a JupyterHub on this machine, with accounts of its own, until Ctrl+C (examples/hub)
	@$(PYTHON) tools/system_packages.py npm
	@$(RUN) -m examples.hub.try_out

hub-test: environment  ## as root: that hub in a real browser, with a teacher and two students; one of several machines (under 7 minutes)
	@$(PYTHON) tools/system_packages.py chromium-headless-shell npm ip
	@$(call tried_again,tests/hub)

screenshots: environment  ## renew the README's screenshots with those that `make browser` took
	@$(RUN) -m tools.screenshots

# A third of pip's time is compiling what these tests never import. For pip, "no" is what turns this option on:
# https://pip.pypa.io/en/stable/topics/configuration/
elsewhere: export PIP_NO_COMPILE := no
elsewhere: environment  ## the wheels in empty environments: autograder's without this course, a learner's on a laptop; one click; a version (about 11 minutes)
	@$(RUN) -m pytest tests/long/test_elsewhere.py tests/long/test_laptop.py tests/long/test_version.py

faults: environment  ## kill -9 at fifty random moments, a full disk (about 6 minutes on two cores)
	@$(RUN) -m pytest tests/long/test_faults.py

stoppers: environment  ## a class of 200 and two hundred submissions that could stop it (about 10 minutes on two cores)
	@$(RUN) -m pytest tests/long/test_stoppers.py -rP

deadline: environment  ## as root: 500 students hand in within a minute and are graded as they come; kill -9 at twenty moments (about 15 minutes)
	@unshare --mount --propagation private $(RUN) -m pytest tests/long/test_deadline_night.py -rP

bench: environment   ## time stock nbgrader and autograder grade on the same course (under 20 minutes on two quiet cores)
	@$(RUN) -m tools.bench

bundle: environment  ## for students: build/bundle/ with one wheel, and a zip of it for a course system
	@$(RUN) -m tools.bundle

version: environment  ## VERSION=1.2.0: build, commit and tag a version, without uploading it; SITE=no leaves the site out
	@$(RUN) -m tools.version "$(VERSION)" $(if $(filter no,$(SITE)),--no-site)

links: environment  ## write one-click links to REPOSITORY=owner/name into README and lessons
	@$(RUN) -m tools.links "$(REPOSITORY)"

release: environment  ## make release/ from source/
	@$(RUN) -m tools.release

cheat-sheet: environment  ## write docs/cheat-sheet.html again from the recipes in the lessons
	@$(RUN) -m tools.cheat_sheet

site: environment  ## build the course as a site in build/site/html/; REPOSITORY=owner/name adds buttons that open lessons on Binder
	@REPOSITORY="$(REPOSITORY)" $(RUN) -m tools.site

site-test: site  ## the site's links, pictures, search and both themes, in a real browser (under 5 minutes)
	@$(PYTHON) tools/system_packages.py chromium-headless-shell
	@$(RUN) -m pytest tests/site

lint: environment  ## check code, its types, which room imports which, and notebooks
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check . && $(RUN) tools/notebooks.py
	@.venv/bin/lint-imports --no-cache --no-logo
	@$(RUN) -m mypy

hooks: environment  ## for contributors: checks before each commit, readable notebook diffs
	@$(RUN) -m pre_commit install && git config --local include.path ../.gitconfig

lock: environment  ## write requirements.txt again from the names in both pyproject.toml
	@$(PYTHON) tools/lock.py

clean:           ## remove what `make grade` wrote; the environment stays
	@rm -rf build
