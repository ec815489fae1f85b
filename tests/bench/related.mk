# Single questions of a linked corpus, and one article that comes.

#   make bench-related [PERF=FILE.jsonl.xz] [COPIES=5]   CPU of related, why and add over the articles of bench-search, linked, beside that of a
#   process that only starts. Its corpus is a copy that is made once (bench-search's own where it is there) and grows by what is added
.PHONY: bench-related
bench-related: $(B)/entente $(B)/lexicon.bin | deps-bench
	$(Q)tests/bench/bench_related.sh '$(B)' '$(PERF)' '$(COPIES)'
