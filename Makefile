# Everything a developer does, each with one word. CI runs these targets and
# nothing else; see .ci/run.

GO      ?= go
BIN     := bin/cityconf
# How long "make fuzz" tries each fuzzer.
FUZZTIME ?= 60s
IMAGE   := cityconf:dev
# The race detector needs a C compiler; CI insists on it.
CGO     := $(shell $(GO) env CGO_ENABLED)
RACE    := $(if $(filter 1,$(CGO)),-race,$(if $(filter true,$(CI)),$(error CI needs a C compiler for the race detector)))

.DEFAULT_GOAL := help
.PHONY: help build demo check test race lint vet prove figures corpus fuzz mosquitto browser container judges site clean

# Packages that start goroutines of their own. The others are functions of
# their input, or start whole programs (cmd): there the race detector only
# costs time. Of cmd it watches RACED, a city, a tester and a device in one.
CONCURRENT := /suites$$|/suites/wire|/fixtures/
RACED      := ^TestScripts$$/^sim$$|^TestEqualRunsGiveEqualReports$$|^TestDevicesOverTLS$$

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build the static binary bin/cityconf
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o $(BIN) ./cmd/cityconf

demo: build ## test a built-in city with three planted defects and write demo/report.html
	$(BIN) demo --out demo

check: vet lint test race mosquitto ## everything CI runs that needs no Docker

vet: ## formatting and go vet
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt -w these:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...

lint: build ## check the documents of the standard and the sample profiles
	$(BIN) spec lint specs/ucis/1.0
	for f in fixtures/profiles/*.yaml; do $(BIN) profile lint $$f || exit 1; done

test: ## the tests of everything that race leaves out
	$(GO) test -timeout 30m -skip '^TestMosquitto$$' $$($(GO) list ./... | grep -vE '$(CONCURRENT)')

race: ## the tests of packages with goroutines, under the race detector where there is a C compiler
	$(GO) test $(RACE) -p 1 -timeout 30m $$($(GO) list ./... | grep -E '$(CONCURRENT)')
	$(GO) test $(RACE) -timeout 30m -run '$(RACED)' ./cmd/cityconf

prove: build ## plant every fault and every liberty in the reference city and print what noticed them; takes a quarter of an hour
	GOGC=200 $(BIN) prove --out proof.json --csv matrix.csv

figures: ## print the figures by which the suite is judged; takes an hour
	GOGC=200 $(GO) test ./cmd/cityconf -run 'Figures$$|^TestKill$$' -count=1 -v -timeout 120m -figures -kills 50

corpus: ## figures over published material: the official JSON Schema suite, instances, documents, throughput, equal runs; CITYCONF_CORPUS names its folder
	@test -d "$(CITYCONF_CORPUS)" || { echo "CITYCONF_CORPUS has to name a folder with json-schema-test-suite and published interfaces, one folder each"; exit 1; }
	CITYCONF_CORPUS="$(abspath $(CITYCONF_CORPUS))" $(GO) test ./specs/schema -run '^TestOfficialSuite$$' -count=1 -v
	CITYCONF_CORPUS="$(abspath $(CITYCONF_CORPUS))" $(GO) test ./suites/synth -run '^TestPublishedSchemas$$|^TestTheStandardsOwnSchemas$$' -count=1 -v -timeout 60m
	CITYCONF_CORPUS="$(abspath $(CITYCONF_CORPUS))" GOGC=200 $(GO) test ./cmd/cityconf -run '^TestPublishedDocuments$$|^TestThroughput$$|^TestEqualRunsGiveEqualReports$$' -count=1 -v -timeout 60m -figures

fuzz: ## every fuzzer for FUZZTIME each, starting from its committed corpus
	@grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9]+' . | sed -E 's|/[^/]*:func | |' | sort | while read -r folder name; do \
	  echo "$$name in $$folder"; $(GO) test "$$folder" </dev/null -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5s || exit 1; done

mosquitto: ## the suite against a foreign broker: Debian's Mosquitto with TLS, passwords and ACL
	$(GO) test ./cmd/cityconf -run '^TestMosquitto$$' -count=1 -v

browser: ## the report page and the site of the standard in headless Chromium
	$(GO) test ./reports/render ./reports/site -run 'Browser' -count=1 -v

site: build ## the standard as pages to browse, in site/
	$(BIN) spec html site

judges: ## the documents of the standard before foreign judges: an OpenAPI linter, the official AsyncAPI schema (needs node)
	cd specs/judges && npm ci --silent && node judge.js ../ucis/1.0

container: build ## the demo inside an image built from nothing but the binary
	docker build -t $(IMAGE) -f cmd/cityconf/Dockerfile bin
	docker run --rm --network none $(IMAGE) demo --out /demo

# With or without the plugin of Docker. What is started ends with the recipe, in
# whatever way the recipe ends.
COMPOSE = $(shell docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose) --file cmd/cityconf/compose.yaml --project-name cityconf-$$$$
RUN     := --class lgt-read,lgt-ctrl,lgt-stream,mqtt-sec --allow-incomplete

compose: container ## city, broker and tester, each in a container of its own; ends as the tester does. RUN= tests everything
	@trap '$(COMPOSE) down --volumes --timeout 1' EXIT; trap 'exit 130' INT TERM; \
	RUN='$(RUN)' timeout --foreground 300 $(COMPOSE) up --exit-code-from tester

clean: ## remove what these targets wrote
	rm -rf bin demo site proof.json matrix.csv cmd/cityconf/evidence
