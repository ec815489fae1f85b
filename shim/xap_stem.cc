/* xap_stem.cc: Xapian's stemmers in C, and its version. */
#include "shim/xap_private.hh"

using xap::guard;

struct XapStem {
	Xapian::Stem stem;
	std::string word, result;
};

XapStem *xap_stem_new (const char *language, GError **error)
{
	auto stem = std::unique_ptr<XapStem> (xap::create<XapStem> ());
	bool ok = guard (false, error, [&] {
		stem->stem = Xapian::Stem (language);
		return true;
	});
	return ok ? stem.release () : nullptr;
}

const char *xap_stem (XapStem *stem, const char *word, gsize len, gsize *out_len)
{
	/* Only memory can fail here, and then the program ends, as it does in g_malloc(). */
	bool ok = guard (false, nullptr, [&] {
		stem->word.assign (word, len);
		stem->result = stem->stem (stem->word);
		return true;
	});
	if (!ok)
		g_error ("out of memory");
	if (out_len)
		*out_len = stem->result.size ();
	return stem->result.c_str ();
}

void xap_stem_free (XapStem *stem)
{
	delete stem;
}

const char *xap_version (void)
{
	return Xapian::version_string ();
}
