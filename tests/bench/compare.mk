#   make eval-compare [DATA=DIR MISSES=1]     figures, quotations, partners and alignments on the judged coverage of tests/data/compare
$(B)/tests/eval_compare: $(B)/tests/bench/eval_compare.c.o $(B)/tests/bench/compare_gold.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)

.PHONY: eval-compare
eval-compare: $(B)/tests/eval_compare $(B)/lexicon.bin
	$(Q)$(B)/tests/eval_compare $(if $(MISSES),--misses) $(B)/lexicon.bin tests/data/compare $(if $(wildcard $(DATA)/linking/links.tsv),$(DATA)/linking)
