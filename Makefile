# Entente: one Makefile, no recursion. `make demo` and `make check` do everything on a fresh Debian 12.
#   make [V=1] [SANITIZE=address,undefined] [WERROR=1] [B=dir]   builds $(B)/entente
#   make demo                          installs what is missing, builds, runs the main job on the sample news web
#   make check                         installs what tests need, builds, runs every test
#   make install [PREFIX= DESTDIR=]    the program, the lexicon, the man page, completion for bash; make uninstall
#   make lexicon                       builds the French-English lexicon from Debian's dictionaries
#   make format                        clang-format over all of our code
#   make help                          this list

CC ?= gcc
CXX ?= g++
ifeq ($(origin CC),default)
CC = gcc
endif
ifeq ($(origin CXX),default)
CXX = g++
endif
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
COMPLETIONSDIR ?= $(DATADIR)/bash-completion/completions
PKG_CONFIG ?= pkg-config
VERSION := 0.1.0
B ?= build$(if $(SANITIZE),-$(firstword $(subst $(comma), ,$(SANITIZE))))
comma := ,
DATA ?= ../shared/eval
PERF ?= ../shared/perf/corpus20k.jsonl.xz

MODULES = xapian-core icu-i18n icu-uc libxml-2.0 sqlite3 glib-2.0 jansson zlib libbrotlidec libzstd libdeflate nettle
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wundef -Wformat=2 -Wpointer-arith \
	-Wcast-qual -Wwrite-strings -Wimplicit-fallthrough
WARNINGS_C = -Wstrict-prototypes -Wmissing-prototypes
ifneq ($(or $(CI),$(WERROR)),)
WARNINGS += -Werror
endif
CFLAGS ?= -O2 -g
CXXFLAGS ?= $(CFLAGS)
HARDEN = -fstack-protector-strong -fPIE $(if $(SANITIZE),,-D_FORTIFY_SOURCE=2)
HARDEN_LD = -pie -Wl,-z,relro,-z,now
SAN = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)
# Loaded when they are needed: corpus/library.h.
LOADED = libcurl libpsl libzip
# GLib's, ICU's and Xapian's headers are not ours to warn about.
MODULE_CFLAGS = $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(MODULES) $(LOADED) 2>/dev/null))
LIBS = $(shell $(PKG_CONFIG) --libs $(MODULES) 2>/dev/null) -lcld2 -lm -lpthread $(ALLOCATOR)
# Xapian keeps what it has to write in millions of small blocks, libxml2 a page: jemalloc takes a fifth less of indexing's time than
# glibc's malloc. A sanitizer brings its own.
ALLOCATOR = $(if $(SANITIZE),,$(shell $(PKG_CONFIG) --libs jemalloc))
DEFS = -D_GNU_SOURCE -DENTENTE_VERSION='"$(VERSION)"' -DG_LOG_DOMAIN='"entente"' -DU_CHARSET_IS_UTF8=1 \
	-DENTENTE_BROTLI -DENTENTE_ZSTD

ifeq ($(V),)
Q = @
say = @printf '  %-6s %s\n' $(1) $(2);
endif

# --- what is built ---
FOLDERS = shim corpus indexer search
SRC_shim := $(sort $(wildcard shim/*.c shim/*.cc))
SRC_corpus := $(sort $(wildcard corpus/*.c))
SRC_indexer := $(sort $(wildcard indexer/*.c))
SRC_search := $(sort $(filter-out search/main.c,$(wildcard search/*.c)))
objects = $(patsubst %,$(B)/%.o,$(1))
ARCHIVES = $(foreach f,search indexer corpus shim,$(B)/lib$(f).a)
TABLES := $(sort $(wildcard corpus/data/* indexer/data/* search/data/*))
UNIT := $(patsubst tests/unit/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZ := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
REPLAY := $(patsubst %,$(B)/tests/replay_%,$(FUZZ))
PROBE := $(if $(wildcard tests/conformance/*.c),$(B)/tests/probe)

.PHONY: all
all: $(B)/entente

$(foreach f,$(FOLDERS),$(eval $(B)/lib$(f).a: $(call objects,$(SRC_$(f)))))
$(B)/lib%.a:
	$(call say,AR,$@)rm -f $@; $(AR) rcs $@ $^

$(B)/%.c.o: %.c | deps-build
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) -std=c17 -MMD -MP $(DEFS) $(WARNINGS) $(WARNINGS_C) $(CPPFLAGS) $(CFLAGS) $(HARDEN) $(SAN) \
		-I. $(MODULE_CFLAGS) -c -o $@ $<
$(B)/%.cc.o: %.cc | deps-build
	@mkdir -p $(@D)
	$(call say,CXX,$<)$(CXX) -std=c++17 -MMD -MP $(DEFS) $(WARNINGS) $(CPPFLAGS) $(CXXFLAGS) $(HARDEN) $(SAN) \
		-I. $(MODULE_CFLAGS) -c -o $@ $<

# Data tables are part of the program: FOLDER/data/FILE for table_bytes() (corpus/table.h), a NUL behind each.
$(B)/tables.s: $(TABLES) Makefile
	@mkdir -p $(@D)
	@{ echo '.section .rodata'; \
	  for t in $(TABLES); do printf '"path:%s": .asciz "%s"\n"%s": .incbin "%s"\n"end:%s": .byte 0\n' $$t $$t $$t $$t $$t; done; \
	  echo '.section .data.rel.ro, "aw"'; echo '.balign 16'; echo '.globl entente_tables'; echo 'entente_tables:'; \
	  for t in $(TABLES); do printf '.dc.a "path:%s", "%s", "end:%s" - "%s"\n' $$t $$t $$t $$t; done; \
	  echo '.dc.a 0, 0, 0'; echo '.section .note.GNU-stack, ""'; } > $@
$(B)/tables.o: $(B)/tables.s | deps-build
	$(call say,TABLES,$@)$(CC) -c -o $@ $<

LINK = $(CXX) $(CXXFLAGS) $(SAN) $(HARDEN_LD) $(LDFLAGS)
$(B)/entente: $(call objects,search/main.c) $(B)/tables.o $(ARCHIVES)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)

# --- tests ---
$(B)/tests/test_%: $(B)/tests/unit/test_%.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)
$(B)/tests/replay_%: $(B)/tests/fuzz/fuzz_%.c.o $(B)/tests/fuzz/replay.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)
$(B)/tests/probe: $(call objects,$(sort $(wildcard tests/conformance/*.c))) $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)
# The web that the crawl is tested on: good sites, made-up ones, and hostile ones.
$(B)/tests/server/server: $(call objects,$(sort $(wildcard tests/server/*.c)))
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS) $(shell $(PKG_CONFIG) --libs libmicrohttpd libbrotlienc)
$(B)/tests/server/%.c.o: | deps-server
.SECONDARY:

.PHONY: check tests probe
tests: $(B)/entente $(UNIT) $(REPLAY) $(PROBE) $(B)/tests/server/server $(B)/lexicon.bin
probe: $(PROBE)
	$(Q)cp $(B)/tests/probe tests/probe
check: deps-check tests
	$(Q)B='$(B)' FUZZ='$(FUZZ)' SANITIZE='$(SANITIZE)' tests/check.sh

# libFuzzer: make fuzz-page [FUZZ_TIME=60]; new crashers go to tests/fuzz/corpus/NAME/
FUZZ_TIME ?= 60
fuzz-%:
	$(Q)$(MAKE) --no-print-directory CC=clang CXX=clang++ B=build-fuzz CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' \
		LDFLAGS='-fsanitize=fuzzer,address,undefined' build-fuzz/tests/fuzzer_$*
	$(Q)mkdir -p build-fuzz/new/$* tests/fuzz/corpus/$*
	$(Q)build-fuzz/tests/fuzzer_$* -max_total_time=$(FUZZ_TIME) -timeout=5 -rss_limit_mb=1024 \
		-artifact_prefix=tests/fuzz/corpus/$*/ build-fuzz/new/$* tests/fuzz/corpus/$*
$(B)/tests/fuzzer_%: $(B)/tests/fuzz/fuzz_%.c.o $(B)/tables.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(LINK) -o $@ $^ $(LIBS)

# --- the lexicon: built here from Debian's dictionaries, see indexer/lexicon.h ---
.PHONY: lexicon
lexicon: $(B)/lexicon.bin
$(B)/lexicon.bin: $(wildcard indexer/lexicon*.[ch] indexer/data/*.tsv shim/names.[ch]) | $(B)/entente deps-lexicon
	$(call say,LEXICON,$@)$(B)/entente lexicon build --output $@

# --- the two commands ---
.PHONY: demo
demo: deps-build $(B)/entente $(B)/tests/server/server $(B)/lexicon.bin
	$(Q)B='$(B)' tests/demo.sh

# --- what must be installed (tests/deps.sh installs what is missing; asks sudo when not root) ---
.PHONY: deps-build deps-check deps-lexicon deps-bench deps-server
deps-build deps-check deps-lexicon deps-bench deps-server:
	@tests/deps.sh $(@:deps-%=%)

.PHONY: install uninstall clean help format
install: $(B)/entente $(B)/lexicon.bin
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(DATADIR)/entente $(DESTDIR)$(COMPLETIONSDIR)
	install -m 755 $(B)/entente $(DESTDIR)$(BINDIR)/entente
	install -m 644 man/entente.1 $(DESTDIR)$(MANDIR)/man1/entente.1
	install -m 644 $(B)/lexicon.bin $(DESTDIR)$(DATADIR)/entente/lexicon.bin
	$(B)/entente completion bash > $(DESTDIR)$(COMPLETIONSDIR)/entente
	chmod 644 $(DESTDIR)$(COMPLETIONSDIR)/entente
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/entente $(DESTDIR)$(MANDIR)/man1/entente.1 $(DESTDIR)$(DATADIR)/entente/lexicon.bin $(DESTDIR)$(COMPLETIONSDIR)/entente
clean:
	rm -rf build build-*
format:
	clang-format -i $(wildcard $(foreach f,$(FOLDERS) tests/unit tests/fuzz tests/conformance tests/bench tests/server,$(f)/*.[ch] $(f)/*.cc))
help:
	@grep -hE '^#  *make ' Makefile tests/bench/*.mk | sed 's/^#  *//'

# Benchmarks and evaluations stand beside what they measure.
-include $(wildcard tests/bench/*.mk)
-include $(shell find $(B) -name '*.d' 2>/dev/null)
