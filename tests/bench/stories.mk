# Stories: how good they are, and what they cost.

# make eval-stories DATA=DIR [ORDERS=5]: BCubed of two-language events on DATA's judged clusters, by the program itself; with ORDERS
# also the spread over as many orders of arrival.
ORDERS ?= 0
.PHONY: eval-stories bench-stories
eval-stories: $(B)/entente $(B)/lexicon.bin
	@[ -d '$(DATA)/linking' ] || { echo 'eval-stories: no $(DATA)/linking: DATA=DIR names the evaluation data' >&2; exit 66; }
	$(Q)ENTENTE_LEXICON='$(B)/lexicon.bin' python3 tests/bench/eval_stories.py $(B)/entente $(B)/eval-stories \
		'$(DATA)/linking' '$(DATA)/linking-dated' --orders $(ORDERS)

# make bench-stories [COUNTS="10000 100000 1000000"]: what links and stories cost beside finding the pairs (that is `make bench-links`),
# on made-up links of so many articles.
COUNTS ?= 10000 100000 1000000
bench-stories: $(B)/tests/bench_stories
	$(Q)rm -rf $(B)/bench-stories && mkdir -p $(B)/bench-stories && $(B)/tests/bench_stories $(B)/bench-stories $(COUNTS); \
		status=$$?; rm -rf $(B)/bench-stories; exit $$status
$(B)/tests/bench_stories: $(B)/tests/bench/bench_stories.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)
