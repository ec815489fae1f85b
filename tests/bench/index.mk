# make bench-index [PERF=FILE.jsonl.xz] [KEEP=1]: CPU seconds, peak memory and size of the index, beside Omega's scriptindex
# on the same texts. PERF: JSON Lines with "title", "text", "lang" (fr or en) and "date" (a day).
.PHONY: bench-index
bench-index: $(B)/entente | deps-bench
	$(Q)tests/bench/bench_index.sh '$(B)' '$(PERF)' '$(KEEP)'
