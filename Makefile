# The two commands of the README are `make demo` and `make test`.
# A number of inputs, not a duration: at the end of a duration Go 1.26 may fail a
# target that found nothing (https://go.dev/issue/75804, fixed in Go 1.27).
FUZZTIME ?= 100000x

.PHONY: all build test race programs golden lint fuzz bench conformance e2e demo

all: build lint test

build: ## bin/djangostack, static
	CGO_ENABLED=0 go build -trimpath -o bin/djangostack ./cmd/djangostack

demo: ## the blog example's base and overlays, in out/blog
	go run ./cmd/djangostack generate -f examples/blog/stack.yaml -o out/blog

test: ## with nothing but Go, git and a shell
	go test -shuffle=on ./...

race: ## the same under the race detector, which wants a C compiler
	CGO_ENABLED=1 go test -race -shuffle=on -timeout 30m ./...

programs: ## real programs on what is generated, see test/programs/README.md
	cd test/programs && go test -count=1 ./...

golden: ## rewrite the golden trees, deep copies, the published function definition and what examples build to
	go test ./pkg/spec -run TestDeepCopyMethods -update
	go test ./golden ./pkg/krm -update
	cd examples/extension && go run . generate -f shop/stack.yaml -o shop
	test/krm/kustomize --update
	test/krm/kpt --update

lint:
	go tool -modfile=test/tools/go.mod golangci-lint run

fuzz: ## every fuzz target in turn; what touches the disk would be minimized for all of the time
	@for package in $$(go list ./...); do \
		targets=$$(go test -list '^Fuzz' $$package) || { echo "$$targets"; exit 1; }; \
		for target in $$(echo "$$targets" | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package || exit 1; \
		done; \
	done

bench: build ## the library's benchmarks, then whole processes against kustomize
	go test -run '^$$' -bench . -benchmem ./...
	test/bench/processes
	test/bench/krm

conformance:
	cd test/conformance && go test -count=1 ./...

e2e: ## the examples on the cluster of KUBECONFIG, see test/e2e/README.md; writes docs/e2e.md
	cd test/e2e && E2E_REPORT=$(CURDIR)/docs/e2e.md go test -count=1 -timeout 40m -v .
