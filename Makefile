# The front door: `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory

DESIGN ?= digits
SECONDS ?= 60
SIM_FLAGS ?= --trace vcd
SAMPLE ?= 0
RTL4ML := build/bin/rtl4ml
# The part of a synthesis: what is asked for; none where the config names one; else one that has room for digits.
named_target = $(or $(TARGET),$(if $(shell grep '^target:' hw/configs/$(DESIGN).yaml),,ecp5-85k))

.PHONY: help sim wave test test-long netlist-sim synth fit-cost bitstream equivalence mutate studies designs fuzz soak bench assurance build coverage hostile lint format formal clean deps-sim deps-test deps-bench deps-formal deps-ci

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

sim: build ## generate SystemVerilog for DESIGN (digits), co-simulate it bit for bit, write a waveform
	@$(RTL4ML) sim hw/configs/$(DESIGN).yaml $(SIM_FLAGS)

wave: build ## open the waveform of DESIGN in GTKWave, or draw it to SVG where there is no display
	@$(RTL4ML) wave hw/configs/$(DESIGN).yaml

test: deps-test build/release/build.ninja ## build and run all tests
	@cmake --build --preset release --target test_programs
	@ctest --preset release --parallel 2

test-long: deps-test build/release/build.ninja ## the tests that take minutes: synthesis, boards, foldings, netlists, fuzzing, every stall mode
	@cmake --build --preset release --target test_programs
	@ctest --preset long --parallel 2

mutate: deps-test deps-formal build/release/build.ninja ## change the sources in small ways and see that a test notices; SAMPLE=60: some of the mutants only
	@cmake --build --preset release --target test_programs mutate
	@build/bin/mutate --sample $(SAMPLE)

designs: build ## every shipped design bit for bit, under every stall mode in both engines, with resets in flight
	@tests/end_to_end/designs

studies: build ## every study of sw/studies (docs/experiments.md): pages in build/experiments; with RTL4ML_DATA also on MNIST and optdigits
	@sw/studies/run

fuzz: deps-test build ## simulate random networks and compare every bit: for SECONDS (60), or COUNT=500 of them; SEED=1
	@$(RTL4ML) fuzz $(if $(COUNT),--count $(COUNT),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

soak: deps-test build/release/build.ninja ## long runs, interruptions (INTERRUPTIONS=40; 200 for the whole), full disks
	@cmake --build --preset release --target rtl4ml soak
	@build/bin/soak $(RTL4ML) $(if $(INTERRUPTIONS),--interruptions $(INTERRUPTIONS)) $(if $(SEED),--seed $(SEED))

netlist-sim: deps-test build ## synthesise every small design for three families, simulate the netlists, prove the library's mapping
	@cmake/netlist-sim

synth: deps-bench build ## what DESIGN takes on TARGET (else the config's, else ecp5-85k), per layer; PNR=1: placed and routed as well
	@$(RTL4ML) synth hw/configs/$(DESIGN).yaml $(addprefix --target ,$(named_target)) $(if $(PNR),--pnr)

fit-cost: deps-bench build/release/build.ninja ## measure random networks with Yosys (those not in hw/cost yet), fit the cost model of `rtl4ml estimate`, check it
	@cmake --build --preset release --target bench_measure_cost bench_fit_cost
	@bench/cost/fit-cost

bitstream: deps-bench build ## the network digits behind a serial line on an iCE40-HX8K board, as a bitstream; says what it takes (docs/board.md)
	@$(RTL4ML) generate hw/configs/digits_uart.yaml
	@hw/flows/bitstream build/digits_uart hw/boards/hx8k_breakout

equivalence: deps-test build ## prove that each module of the library equals its synthesised netlist (part of netlist-sim)
	@cmake/equivalence

bench: deps-bench build/release/build.ninja ## measure every figure of the documentation, pass or fail per row
	@cmake --build --preset release
	@bench/run

assurance: deps-sim build/release/build.ninja ## write docs/assurance.md and docs/performance.md from what the other targets found
	@cmake --build --preset release --target write_pages >/dev/null
	@build/bin/write_pages build/results docs

build: deps-sim build/release/build.ninja ## build the compiler, build/bin/rtl4ml
	@cmake --build --preset release --target rtl4ml

coverage: deps-ci build/release/build.ninja ## lines and toggles of the RTL, lines of the C++ that the tests reach
	@cmake/coverage

hostile: deps-ci ## feed every reader of files with hostile input for SECONDS (60) each; clang's libFuzzer and sanitizers
	@cmake/hostile $(SECONDS)

lint: deps-ci build/release/build.ninja ## clang-format and clang-tidy over the C++ sources
	@cmake/lint

format: deps-ci ## format the C++ sources in place
	@git ls-files '*.cpp' '*.hpp' | xargs clang-format -i

formal: deps-formal ## prove the cells of rtl_templates, and that the proofs notice seeded bugs (12 minutes at most)
	@tests/formal/prove

clean: ## remove everything that was built
	@rm -rf build

# Configured once; CMake itself notices later changes of its files.
build/release/build.ninja: | deps-sim
	@mkdir -p build/release
	@cmake --preset release > build/release/configure.log 2>&1 || { cat build/release/configure.log >&2; rm -f $@; exit 2; }

deps-sim deps-test deps-bench deps-formal deps-ci: deps-%:
	@cmake/install-dependencies $*
