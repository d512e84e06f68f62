# The front door: `make demo` shows it, `make test` proves it. Everything behind it is CMake, pip and pytest.
# SPDX-License-Identifier: MIT OR Apache-2.0
VENV := .venv/bin
SOURCES := $(shell find abi bindings examples mach python swig -type f -not -name '*.pyc') CMakeLists.txt pyproject.toml

help:
	@echo "make demo             build, and see libraries that do not know each other hand rights to one another"
	@echo "make test             everything: builds, C tests, Python tests, GNU Mach; ends with one line 'N passed, N failed'"
	@echo "make test-languages   every language that the generator serves: vectors, verbs, bad input, as a table"
	@echo "make test-gnumach     the vectors on a real GNU Mach kernel in an emulator"
	@echo "make test-portable    the headers for some 30 targets, the C tests on big-endian and 32-bit machines and on musl"
	@echo "make test-darwin      the library and its tests built for macOS and iOS, checked and run in an emulator"
	@echo "make replay FILES=... recorded answers of XNU, sequences or rows, replayed on the embedded Mach"
	@echo "make soak MINUTES=n   threads over three tasks under ThreadSanitizer; SEED=n begins as a run did that said so"
	@echo "make fuzz MINUTES=n   hostile input for so many minutes a target; TARGET=name: one of them"
	@echo "make bench            what calls cost, as ratios to their peers"
	@echo "make generated        write all that is generated from abi/machport.h and mach/embedded.h"
	@echo "make check-generated  compare it with what is there"
	@echo "make abi-check        compare the definition and the binary with abi/frozen"
	@echo "make abi-store        store them as the baseline of this version"
	@echo "make format           format C and Python"
	@echo "make clean            remove build/ and .venv/"

demo: .venv/installed
	@$(VENV)/machport demo

test: .venv/tools .venv/installed
	@$(VENV)/python tests/run.py

test-gnumach: .venv/tools build/gcc/built
	@$(VENV)/python -m pytest tests/gnumach

test-portable: .venv/tools
	@$(VENV)/python -m pytest tests/portable

test-languages: .venv/tools .venv/installed build/gcc/built
	@$(VENV)/python -m pytest tests/languages

test-darwin: .venv/tools build/gcc/built
	@$(VENV)/python -m pytest tests/darwin

replay: .venv/tools build/gcc/built
	$(if $(FILES),,$(error make replay FILES="recording.txt.gz ..."))
	@PYTHONPATH=tests $(VENV)/python -m replay $(FILES)

soak: .venv/tools
	$(if $(MINUTES),,$(error make soak MINUTES=n))
	@$(VENV)/python tests/run.py --build thread
	@build/thread/tests/soak/soak minutes $(MINUTES) $(SEED)

fuzz: .venv/tools build/gcc/built
	$(if $(MINUTES),,$(error make fuzz MINUTES=n [TARGET=name]))
	@$(VENV)/python -m pip install --quiet --disable-pip-version-check -r tests/fuzz/requirements.txt
	@$(VENV)/python tests/run.py --build fuzz
	@PYTHONPATH=tests $(VENV)/python -m fuzz $(MINUTES) $(TARGET)

bench: .venv/tools .venv/installed
	@tools/require bench
	@$(VENV)/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	@$(VENV)/python bench/run.py

generated: .venv/tools
	@PYTHONPATH=bindings $(VENV)/python -m machport_gen generate
	@$(VENV)/python tests/vectors/differences.py > docs/differences.md

check-generated: .venv/tools
	@PYTHONPATH=bindings $(VENV)/python -m machport_gen check
	@$(VENV)/python tests/vectors/differences.py | diff docs/differences.md -

abi-check abi-store: abi-%: .venv/tools build/gcc/built
	@$(VENV)/python tests/freeze/freeze.py $* build/gcc/abi/libmachport.so.1

format: .venv/tools
	@$(VENV)/python tests/style/style.py format

clean:
	rm -rf build .venv

# The virtual environment, the package in it, and the tools that the tests need beside it.
.venv/made:
	@tools/require demo
	@echo "machport: making .venv"
	@python3 -m venv .venv
	@touch $@

.venv/installed: .venv/made $(SOURCES)
	@echo "machport: building and installing into .venv (a minute or so the first time)"
	@$(VENV)/python -m pip install --quiet --disable-pip-version-check .
	@touch $@

.venv/tools: .venv/made tests/requirements.txt
	@tools/require test
	@echo "machport: installing what the tests need into .venv"
	@$(VENV)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

build/gcc/built: .venv/tools $(SOURCES)
	@$(VENV)/python tests/run.py --build gcc
	@touch $@

.PHONY: help demo test test-gnumach test-languages test-portable replay soak fuzz bench generated check-generated abi-check abi-store format clean test-darwin
