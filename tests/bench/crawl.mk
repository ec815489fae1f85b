# make soak-crawl [KILLS=200] [SOAK_PAGES=2000] [CRAWL_SEED=N]: kill -9 at that many random moments of a crawl of the sample news web and a
# made-up site of so many pages; nothing acknowledged may be lost or fetched again, no host be asked before its delay.
SOAK_PAGES ?= 2000
.PHONY: soak-crawl
soak-crawl: $(B)/entente $(B)/tests/server/server | deps-check
	$(Q)rm -rf '$(B)/soak-crawl'
	$(Q)python3 tests/bench/soak_crawl.py --entente '$(abspath $(B))/entente' --server '$(abspath $(B))/tests/server/server' \
		--web corpus/sample --work '$(abspath $(B))/soak-crawl' --kills $(if $(filter file,$(origin KILLS)),200,$(KILLS)) \
		--pages $(SOAK_PAGES) $(if $(CRAWL_SEED),--seed $(CRAWL_SEED))
