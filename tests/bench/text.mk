# make bench-text [PERF=FILE.jsonl.xz]: MB/s of CPU of the text functions, beside ICU's own in the same run.
# PERF: JSON Lines with "text".
$(B)/tests/bench_text: $(B)/tests/bench/bench_text.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)

.PHONY: bench-text
bench-text: $(B)/tests/bench_text | deps-bench
	@[ -f '$(PERF)' ] || { echo 'bench-text: no $(PERF): PERF=FILE names articles as .jsonl.xz' >&2; exit 66; }
	$(Q)xz -dc '$(PERF)' | $(B)/tests/bench_text
