# Extraction: quality against gold, conformance of dates, speed beside libxml2's bare DOM parse.
#   make eval-extraction [DATA=dir]    body, snippets, title, date, author beside the peers' figures
#   make bench-extract [PAGES=list]    MB of HTML a CPU second, ours and libxml2's DOM, one run
EXTRACTION = $(DATA)/extraction
.PHONY: eval-extraction bench-extract
eval-extraction: $(B)/entente
	$(Q)tests/bench/eval_extraction.sh $(B)/entente $(EXTRACTION) $(B)
bench-extract: $(B)/tests/bench_extract
	$(Q)tests/bench/bench_extract.sh $(B)/tests/bench_extract $(EXTRACTION) $(B)
$(B)/tests/bench_extract: $(call objects,tests/bench/bench_extract.c) $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)
