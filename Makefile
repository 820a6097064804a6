# What a newcomer types. Each target is one line: the work is in scripts/.

# The scripts read these from the environment, so that paths may hold spaces.
export ENTRIES NOTES LISTEN KEPS KEPLINE_TEST_URL YES

.DEFAULT_GOAL := help
.PHONY: help run watch build test test-rust test-browser test-webkit lint snapshots bench bench-browser fuzz-api fuzz faults load deny sbom reproducible screenshots snapshot-keps setup preflight clean-db

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{ printf "  make %-13s %s\n", $$1, $$2 }'

run: ## Set up, build, serve on http://127.0.0.1:3000 (NOTES=path imports first, LISTEN=address:port)
	@scripts/run

watch: ## Serve, and build again at every change
	@scripts/watch

build: ## The release: target/release/kepline, one program with the site inside
	@scripts/build

test: ## Formatting, lints, all tests, in the browser too
	@scripts/test

test-rust: ## Formatting, lints and tests of the Rust code
	@scripts/test rust

test-browser: ## Tests in the browser (ARGS="--project=html tests/journeys/browse.spec.ts")
	@scripts/test browser $(ARGS)

test-webkit: ## A few tests in WebKit, on Linux (brings WebKitGTK)
	@scripts/test-webkit $(ARGS)

lint: ## Formatting and lints of both sides, server and browser
	@scripts/test lint

snapshots: ## Take the pages as they are now for the expected ones, and show what that changes
	@scripts/snapshots

bench: ## Measure pages, beside floors in the same run (ENTRIES=155,10000, ARGS=--imports)
	@scripts/bench $(ARGS)

bench-browser: ## Measure what a reader waits for in Chromium
	@scripts/bench-browser

fuzz-api: ## Ask the API of the demo all sorts of things (ARGS="--max-examples 500 --seed 7")
	@scripts/fuzz-api $(ARGS)

fuzz: ## Give readers of notes, references, filters and searches foreign input (FUZZ_SECONDS=60, ARGS=target)
	@scripts/fuzz $(ARGS)

faults: ## Kill the program and cut its power again and again and look for what is lost (ARGS="kills --kills 1000", ARGS="power-cuts --cuts 1000"), or give it hostile files (ARGS=hostile), or a crowd of clients (ARGS="crowd --clients 10000")
	@scripts/faults $(ARGS)

load: ## Read and tag over many connections, with imports and syncs meanwhile (ARGS="--seconds 60 --connections 64 --rounds 10")
	@scripts/load $(ARGS)

deny: ## Licences, sources and known faults of all crates (brings cargo-deny)
	@scripts/setup deny && scripts/deny $(ARGS)

sbom: ## What the release is made of, as CycloneDX: target/kepline.cdx.json (brings cargo-cyclonedx)
	@scripts/sbom

reproducible: ## Build the release twice, in two folders, and compare (twice as long as a build)
	@scripts/reproducible

screenshots: ## Pictures of the main pages, in target/screenshots (KEPLINE_TEST_URL=of a running server)
	@scripts/screenshots

snapshot-keps: ## Renew the facts on KEPs that the program carries, for a release (KEPS=url or path)
	@scripts/snapshot-keps

setup: ## Install what is missing
	@scripts/setup

preflight: ## List what is missing on this machine
	@scripts/preflight

clean-db: ## Remove the database of make run (asks first)
	@scripts/clean-db
