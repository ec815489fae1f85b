# make bench-text [PERF=DIR]: MB/s of CPU of the text functions, beside ICU's own, over the articles of
# DIR/corpus20k.jsonl.xz (JSON Lines with "text").
PERF ?= ../shared/perf
$(B)/tests/bench_text: $(B)/tests/bench/bench_text.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)

.PHONY: bench-text
bench-text: $(B)/tests/bench_text | deps-bench
	@test -f '$(PERF)/corpus20k.jsonl.xz' || { \
		echo 'no corpus20k.jsonl.xz in $(PERF): give its folder as PERF=DIR' >&2; exit 2; }
	$(Q)xz -dc '$(PERF)/corpus20k.jsonl.xz' | $(B)/tests/bench_text
