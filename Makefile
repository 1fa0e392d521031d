# Backend.AI in Swift. `make run` shows that it works, `make test` proves it.
# WORK is the one folder of everything that is built.

SWIFT    := swift
WORK     := .build
RUNNER   := .build-runner
PREFIX   ?= /usr/local
SHARE     = $(DESTDIR)$(PREFIX)/share
FORMAT   := $(SWIFT) format
SOURCES  := Sources Tests Benchmarks Package.swift
PROGRAMS := backend.ai backend.ai-manager backend.ai-agent

# The static runner is built apart and only when something that it is made of has changed.
RUNNER_INPUTS := Package.swift $(shell find Sources/Core Sources/CLinux Sources/KernelRunner Sources/KernelRunnerMain -type f | \
    grep -vE '/Core/(Scheduling|Simulation)/')
# Its text begins between two multiples of 2 MiB: else the kernel may map it by huge pages, and every sandbox counts all of
# it instead of the half that is used.
RUNNER_FLAGS  := -c release --static-swift-stdlib -Xswiftc -static-executable -Xlinker -s -Xlinker -Ttext-segment=0x410000
# A static glibc cannot look names up or load libraries; the runner does neither, so these warnings mean nothing.
EXPECTED      := statically linked applications requires at runtime|mktemp|in function|warning: Using

.PHONY: resolved programs programs-and-tests
.PHONY: all setup setup-tests setup-languages build release run test soak bench lint format docs install clean

all: build

# Installs the Debian packages that building and running need; asks dpkg first.
setup:
	@scripts/setup.sh runtime

# Installs what tests need beside that: the official client from PyPI, and Debian packages.
setup-tests: setup
	@scripts/setup.sh tests

# Installs the languages that sandboxes run, 1.5 GB; with LANGUAGES=all also Haskell, Octave and R, 2.8 GB in all.
setup-languages:
	@scripts/setup.sh languages

# The static kernel runner.
$(RUNNER)/backend.ai-kernel-runner: $(RUNNER_INPUTS)
	@BUILD_FOR=runner scripts/filtered.sh '$(EXPECTED)' $(SWIFT) build $(RUNNER_FLAGS) --product backend.ai-kernel-runner --scratch-path $(RUNNER) >&2
	@cp $(RUNNER)/release/backend.ai-kernel-runner $@.new && mv $@.new $@

# What `build` builds.
KIND := programs

# Everything, unoptimised but for Core. The runner is linked on one core while the other one goes on.
build: resolved
	@$(MAKE) --no-print-directory -j 2 $(RUNNER)/backend.ai-kernel-runner $(KIND)
	@scripts/place.sh $(RUNNER)/backend.ai-kernel-runner $(WORK)/debug/static/backend.ai-kernel-runner

# Two builds at once would both want to write which versions there are.
resolved:
	@$(SWIFT) package resolve --scratch-path $(WORK) >&2

programs:
	@BUILD_FOR=tests $(SWIFT) build --scratch-path $(WORK) >&2

programs-and-tests:
	@BUILD_FOR=tests $(SWIFT) build --build-tests --scratch-path $(WORK) >&2

# The archives that released programs are linked with.
$(WORK)/link/libcurl.pc: scripts/archives.sh $(wildcard /usr/lib/*/libcurl.a)
	@scripts/archives.sh $(WORK)/link && touch $@

# Everything, optimised, with Swift's own libraries inside, and the C and C++ ones that they need.
release: export PKG_CONFIG_PATH = $(abspath $(WORK))/link
release: $(RUNNER)/backend.ai-kernel-runner $(WORK)/link/libcurl.pc
	@scripts/filtered.sh '$(EXPECTED)' $(SWIFT) build -c release --static-swift-stdlib --scratch-path $(WORK) \
	    -Xswiftc -Xclang-linker -Xswiftc -static-libgcc -Xlinker -L$(WORK)/link >&2
	@scripts/place.sh $(RUNNER)/backend.ai-kernel-runner $(WORK)/release/static/backend.ai-kernel-runner

# Starts the local stack and runs a program in a sandbox.
run: setup release
	@$(WORK)/release/backend.ai run -c "print('hello world')" python

# Builds and passes every test; prints how many were skipped, and why.
test: KIND = programs-and-tests
test: setup-tests build
	@BUILD_FOR=tests scripts/test.sh $(WORK)

# What `make test` has no time for: ten minutes of new random input, a million random courses and instances for each rule of
# scheduling, all programs of the corpus, ten gigabytes of output, a thousand kills.
soak: export BUILD_FOR = tests
soak: KIND = programs-and-tests
soak: setup-tests build
	@SOAK=1 $(SWIFT) test --skip-build --scratch-path $(WORK) --filter FuzzTests
	@SOAK=1 $(SWIFT) test --skip-build --scratch-path $(WORK) --filter 'SchedulerInvariantTests|FairnessTests|ExplanationTests'
	@SOAK=1 $(SWIFT) test --skip-build --scratch-path $(WORK) --no-parallel --filter 'CorpusTests|StreamTests/longOutput|CrashTests'

# Measures the programs as installed, prints a table and writes .build/bench.json.
bench: setup-tests
	@$(MAKE) --no-print-directory install DESTDIR= PREFIX=$(abspath $(WORK))/installed
	@python=/usr/bin/python3; $$python Benchmarks/bench.py --programs $(WORK)/installed/bin --output $(WORK)/bench.json

# Format, imports, file lengths and generated documentation.
lint:
	@BUILD_FOR=tests scripts/lint.sh

# Brings the sources into their form.
format:
	@$(FORMAT) format -i -r -p --configuration .swift-format $(wildcard $(SOURCES))

# Writes the generated parts of the documentation, and manual pages into WORK/manual.
docs: build
	@scripts/docs.sh $(WORK)/debug
	@scripts/manual.sh $(WORK)/debug $(WORK)/manual

# Puts the four programs into PREFIX/bin, side by side, and manual pages and completions into PREFIX/share.
install: release
	@scripts/manual.sh $(WORK)/release $(WORK)/manual
	@install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man/man1 $(SHARE)/bash-completion/completions \
	    $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	@install -m 755 $(PROGRAMS:%=$(WORK)/release/%) $(RUNNER)/backend.ai-kernel-runner $(DESTDIR)$(PREFIX)/bin
	@install -m 644 $(WORK)/manual/man1/*.1 $(SHARE)/man/man1
	@install -m 644 $(WORK)/manual/completions/bash $(SHARE)/bash-completion/completions/backend.ai
	@install -m 644 $(WORK)/manual/completions/zsh $(SHARE)/zsh/site-functions/_backend.ai
	@install -m 644 $(WORK)/manual/completions/fish $(SHARE)/fish/vendor_completions.d/backend.ai.fish

# Removes what was built.
clean:
	@rm -rf $(WORK) $(RUNNER)
