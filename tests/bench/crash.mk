# make soak-kill [PERF=FILE.jsonl.xz] [KILLS=50] [SOAK_DOCS=2000]: kill -9 at that many random moments while as many real documents
# are added and indexed; `make check` does it a few times with made-up ones. CRASH_SEED=N repeats a run.
PERF ?= ../shared/perf/corpus20k.jsonl.xz
KILLS ?= 50
SOAK_DOCS ?= 2000
.PHONY: soak-kill
soak-kill: $(B)/entente $(B)/lexicon.bin | deps-check
	$(Q)[ -f '$(PERF)' ] || { echo "soak-kill: no file $(PERF): name another with PERF= (JSON Lines under xz, with id, lang, title, text)" >&2; exit 1; }
	$(Q)xz -dc '$(PERF)' 2>/dev/null | head -n $(SOAK_DOCS) | sed -E 's/^\{"id": ?([0-9]+),/{"id": "soak\1",/' >'$(B)/soak.jsonl'
	$(Q)ENTENTE='$(abspath $(B))/entente' ENTENTE_LEXICON='$(abspath $(B))/lexicon.bin' KILLS='$(KILLS)' BATS_TEST_TIMEOUT=36000 \
		CRASH_DOCS='$(abspath $(B))/soak.jsonl' bats -T -f 'kill -9' tests/cli/crash.bats tests/cli/stories.bats
