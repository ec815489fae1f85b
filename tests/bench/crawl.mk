# make soak-crawl [KILLS=200] [SOAK_PAGES=2000] [CRAWL_SEED=N]: kill -9 at that many random moments of a crawl of the sample news web and a
# made-up site of so many pages; nothing acknowledged may be lost or fetched again, no host be asked before its delay.
SOAK_PAGES ?= 2000
.PHONY: soak-crawl
soak-crawl: $(B)/entente $(B)/tests/server/server | deps-check
	$(Q)rm -rf '$(B)/soak-crawl'
	$(Q)python3 tests/bench/soak_crawl.py --entente '$(abspath $(B))/entente' --server '$(abspath $(B))/tests/server/server' \
		--web corpus/sample --work '$(abspath $(B))/soak-crawl' --kills $(if $(filter file,$(origin KILLS)),200,$(KILLS)) \
		--pages $(SOAK_PAGES) $(if $(CRAWL_SEED),--seed $(CRAWL_SEED))

# make bench-crawl [CRAWL_PAGES=20000] [CRAWL_HOSTS=2000]: CPU a page of fetching and keeping, beside wget2; of the whole way to a stored article,
# beside libxml2's bare parse; memory over 50 URLs of each host. Takes 3 GB of disk below $(B).
CRAWL_PAGES ?= 20000
CRAWL_HOSTS ?= 2000
.PHONY: bench-crawl
bench-crawl: $(B)/entente $(B)/tests/server/server | deps-bench
	$(Q)python3 tests/bench/bench_crawl.py --entente '$(abspath $(B))/entente' --server '$(abspath $(B))/tests/server/server' \
		--work '$(abspath $(B))/bench-crawl' --pages $(CRAWL_PAGES) --hosts $(CRAWL_HOSTS)

# make bench-crawl-hostile: pages a second of good hosts alone, and among hosts that misbehave in every way of the tests: at least .9 of it.
.PHONY: bench-crawl-hostile
bench-crawl-hostile: $(B)/entente $(B)/tests/server/server | deps-check
	$(Q)python3 tests/bench/bench_crawl_hostile.py --entente '$(abspath $(B))/entente' --server '$(abspath $(B))/tests/server/server' \
		--work '$(abspath $(B))/bench-crawl-hostile'

# make crawl-day [HOURS=24]: crawl --follow over six sites by a clock that leaps: how often each is asked, how soon its articles are found.
HOURS ?= 24
.PHONY: crawl-day
crawl-day: $(B)/entente $(B)/tests/server/server | deps-check
	$(Q)rm -rf '$(B)/crawl-day'
	$(Q)python3 tests/bench/crawl_day.py --entente '$(abspath $(B))/entente' --server '$(abspath $(B))/tests/server/server' \
		--work '$(abspath $(B))/crawl-day' --hours $(HOURS)
