# Search: how good it is across the languages, and how fast.

#   make eval-search DATA=DIR          known items across languages (DIR/search): MRR and recall at 10 by length of query; and in
#   one language, beside plain Xapian (stems, BM25) on the same index
.PHONY: eval-search
eval-search: $(B)/entente $(B)/tests/plain_search $(B)/lexicon.bin
	@[ -d $(DATA)/search ] || { echo "eval-search: no $(DATA)/search: DATA=DIR names the evaluation data" >&2; exit 66; }
	$(Q)tests/bench/eval_search.sh '$(B)' '$(DATA)/search'

$(B)/tests/plain_search: $(B)/tests/bench/plain_search.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)
