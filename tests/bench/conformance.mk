# make eval-conformance DATA=DIR [SUITES="charset words"]: other projects' test suites, through tests/probe.
# A suite is a line: name, passed/total, per cent. Suites that the probe does not answer are left out.
# A part of the program that answers a new suite adds its name here.
SUITES ?= charset meta_charset words sentences graphemes normalization stem_fr stem_en langid \
	robots robots_real feeds feeds_robust sitemaps url_parse url_ops url_same dates date_pages \
	warc queries fuzz

.PHONY: eval-conformance
eval-conformance: $(PROBE) | deps-bench
	@test -f '$(DATA)/conformance/run.py' || { \
		echo 'eval-conformance: no $(DATA)/conformance: DATA=DIR names the evaluation data' >&2; exit 66; }
	@for suite in $(SUITES); do \
		status=0; $(PROBE) $$suite </dev/null >/dev/null 2>&1 || status=$$?; \
		test $$status -ne 2 || continue; \
		python3 '$(DATA)/conformance/run.py' $$suite --batch "$(PROBE) $$suite" 2>/dev/null | \
			awk -v suite=$$suite '$$2 == "TOTAL" { line = $$3 "  " $$4; bad = $$6 != 0 } \
				END { printf "%-16s %s%s\n", suite, line ? line : "no data", \
					bad ? "  (the probe died)" : "" }'; \
	done
