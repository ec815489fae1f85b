# Links: how good they are, and how the model came about.

# make eval-sample: precision, recall and BCubed of `entente related` on the sample news web.
.PHONY: eval-sample train-links background
eval-sample: $(B)/entente $(B)/lexicon.bin
	$(Q)rm -rf $(B)/eval-sample && $(B)/entente --corpus $(B)/eval-sample add -q corpus/sample/*.example
	$(Q)python3 tests/bench/eval_sample.py $(B)/entente $(B)/eval-sample corpus/sample/gold.tsv

# The main tasks and dated-long stand in one corpus, the translated articles in another.
LINK_TRANSLATED = "task": "(ntrex|pud|debnews|dpn|dsa)"
LINK_GOLD = --gold $(DATA)/linking --gold $(DATA)/linking-dated
LINK_SCORE = for d in linking linking-dated; do python3 $(DATA)/$$d/score_links.py --dir $(DATA)/$$d --split dev
# The scorer has a row for every task, also of those that are in the other corpus.
LINK_ROWS = | grep -vE '^(ntrex|pud|debnews|dpn|dsa)	|^MACRO	parallel	|^. ignored'
.PHONY: link-data
link-data: $(B)/entente $(B)/lexicon.bin
	@[ -d $(DATA)/linking ] || { echo "no $(DATA)/linking: DATA=DIR names the evaluation data" >&2; exit 66; }
	$(Q)rm -rf $(B)/train-links && mkdir -p $(B)/train-links
	$(Q)cat $(DATA)/linking/docs.jsonl $(DATA)/linking-dated/docs.jsonl | grep -vE '$(LINK_TRANSLATED)' > $(B)/train-links/docs.jsonl
	$(Q)grep -E '$(LINK_TRANSLATED)' $(DATA)/linking/docs.jsonl > $(B)/train-links/translated.jsonl
	$(Q)$(B)/entente --corpus $(B)/train-links/corpus add -q --no-link $(B)/train-links/docs.jsonl

# make train-links DATA=DIR: fits search/data/link-model.tsv on DATA's judged pairs and prints the cross-validation.
train-links: link-data $(B)/tests/train_links
	$(Q)$(B)/tests/train_links --corpus $(B)/train-links/corpus $(LINK_GOLD) \
		--predictions $(B)/train-links/predictions.tsv > $(B)/link-model.tsv
	$(Q)$(LINK_SCORE) --threshold 0.2 --pred $(B)/train-links/predictions.tsv; done
	$(Q)cp $(B)/link-model.tsv search/data/link-model.tsv

# make eval-links DATA=DIR: the same out of fold, and with other folds (SALT), nothing being changed; the stories of `link` by BCubed
# and the translated articles, both with the model as it is.
SALT ?= 1
.PHONY: eval-links
eval-links: link-data $(B)/tests/train_links
	$(Q)for salt in 0 $(SALT); do echo "out of fold, folds $$salt"; \
		$(B)/tests/train_links --corpus $(B)/train-links/corpus $(LINK_GOLD) --salt $$salt \
			--predictions $(B)/train-links/predictions.tsv > $(B)/link-model.tsv && \
		$(LINK_SCORE) --threshold 0.2 --pred $(B)/train-links/predictions.tsv $(LINK_ROWS); done; done
	$(Q)echo "stories" && $(B)/entente --corpus $(B)/train-links/corpus link -q && \
		$(B)/entente --corpus $(B)/train-links/corpus stories --members --format tsv > $(B)/train-links/stories.tsv && \
		$(LINK_SCORE) --clusters $(B)/train-links/stories.tsv $(LINK_ROWS); done
	$(Q)echo "translated articles" && $(B)/entente --corpus $(B)/train-links/translated add -q --no-link $(B)/train-links/translated.jsonl && \
		$(B)/tests/train_links --shipped --corpus $(B)/train-links/translated $(LINK_GOLD) --predictions $(B)/train-links/translated.tsv && \
		python3 $(DATA)/linking/score_links.py --dir $(DATA)/linking --split dev --threshold 0.2 --pred $(B)/train-links/translated.tsv \
			| grep -E '^task|	parallel	'

# make background PERF=FILE.jsonl.xz: counts indexer/data/background.tsv anew.
background: $(B)/tests/background
	@[ -f $(PERF) ] || { echo "background: no $(PERF): PERF=FILE names articles as .jsonl.xz" >&2; exit 66; }
	$(Q)xz -dc $(PERF) | $(B)/tests/background > $(B)/background.tsv
	$(Q)cp $(B)/background.tsv indexer/data/background.tsv

# make bench-links PERF=FILE.jsonl.xz [SIZES="10000 100000 1000000"]: what finding all pairs costs as a corpus grows.
SIZES ?= 10000 100000
.PHONY: bench-links
bench-links: $(B)/tests/bench_links $(B)/lexicon.bin
	@[ -f $(PERF) ] || { echo "bench-links: no $(PERF): PERF=FILE names articles as .jsonl.xz" >&2; exit 66; }
	$(Q)xz -dc $(PERF) | ENTENTE_LEXICON=$(B)/lexicon.bin $(B)/tests/bench_links $(SIZES)

$(B)/tests/train_links $(B)/tests/bench_links $(B)/tests/background: $(B)/tests/%: $(B)/tests/bench/%.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)
$(B)/tests/train_links: $(B)/tests/bench/logistic.c.o $(B)/tests/bench/link_gold.c.o
