# Search: how good it is across the languages, and how fast.

#   make eval-search DATA=DIR          known items across languages (DIR/search): MRR and recall at 10 by length of query; and in
#   one language, beside plain Xapian (stems, BM25) on the same index
.PHONY: eval-search
eval-search: $(B)/entente $(B)/tests/plain_search $(B)/lexicon.bin
	@[ -d $(DATA)/search ] || { echo "eval-search: no $(DATA)/search: DATA=DIR names the evaluation data" >&2; exit 66; }
	$(Q)tests/bench/eval_search.sh '$(B)' '$(DATA)/search'

#   make bench-search [PERF=FILE.jsonl.xz] [COPIES=5]   COPIES articles made of each of PERF's by a fixed recipe (5 of 20,000:
#   100,000): queries beside bare Xapian on the same index, SQLite's FTS5 and, where it is installed, Lucene; a whole cold process. queries.tsv (kind, language, words) stands beside PERF
COPIES ?= 5
.PHONY: bench-search
bench-search: $(B)/entente $(B)/tests/bench_search $(B)/lexicon.bin | deps-bench
	$(Q)tests/bench/bench_search.sh '$(B)' '$(PERF)' '$(dir $(PERF))queries.tsv' '$(COPIES)'

#   make bench-hostile DATA=DIR [PERF=…] [COPIES=5]   the hostile queries of DIR/conformance/queries, a whole process each, over
#   the articles of bench-search: none may crash, or take over 2 seconds or 256 MB
.PHONY: bench-hostile
bench-hostile: $(B)/entente $(B)/lexicon.bin
	@[ -f '$(B)/bench-search-$(COPIES)/done' ] || { echo 'bench-hostile: first make bench-search COPIES=$(COPIES)' >&2; exit 66; }
	$(Q)ENTENTE_LEXICON='$(B)/lexicon.bin' python3 tests/bench/hostile_queries.py '$(B)/entente' '$(B)/bench-search-$(COPIES)/corpus' \
		'$(DATA)'/conformance/queries/*.jsonl

#   make soak-search [MINUTES=10]      a reader that searches while a writer commits every second: no answer may fail
MINUTES ?= 10
.PHONY: soak-search
soak-search: $(B)/entente $(B)/lexicon.bin
	$(Q)tests/bench/soak_search.sh '$(B)' '$(MINUTES)'

$(B)/tests/plain_search $(B)/tests/bench_search: $(B)/tests/%: $(B)/tests/bench/%.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)
