#   make eval-lexicon DATA=DIR [MISSES=40]   builds the lexicon, says how long that took, and what it is worth on the
#   parallel sentences of DIR/lexicon/sentences.tsv (French TAB English); MISSES lists words that had no hit
MISSES ?= 0
$(B)/tests/eval_lexicon: $(B)/tests/bench/eval_lexicon.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)

.PHONY: eval-lexicon
eval-lexicon: $(B)/entente $(B)/tests/eval_lexicon | deps-lexicon
	$(Q)bash -c 'TIMEFORMAT="build, seconds of CPU              %U"; time $(B)/entente lexicon build --output $(B)/lexicon.bin'
	$(Q)$(B)/entente lexicon stats --lexicon $(B)/lexicon.bin
	$(Q)$(B)/tests/eval_lexicon $(B)/lexicon.bin $(DATA)/lexicon/sentences.tsv $(MISSES)
