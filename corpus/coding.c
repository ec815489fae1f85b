/* coding.c: see coding.h. Each decoder fills a byte array up to a limit, and tells how it ended. */
#include "corpus/coding.h"

#include <string.h>
#include <zlib.h>
#ifdef ENTENTE_BROTLI
#include <brotli/decode.h>
#endif
#ifdef ENTENTE_ZSTD
#include <zstd.h>
#endif

G_DEFINE_QUARK (coding - error - quark, coding_error)

#define CODINGS_MAX 3

typedef enum { DECODED, CUT, TOO_BIG, DAMAGED } Outcome;

bool coding_is_gzip (const guint8 *data, gsize len)
{
	return len >= 3 && data[0] == 0x1f && data[1] == 0x8b && data[2] == 8;
}

const char *coding_accepted (void)
{
	return "gzip, deflate"
#ifdef ENTENTE_BROTLI
	       ", br"
#endif
#ifdef ENTENTE_ZSTD
	       ", zstd"
#endif
		;
}

/* zlib with the given window bits; gzip members one behind another are one body. */
static Outcome inflate_all (const guint8 *data, gsize len, int bits, gsize max, GByteArray *out)
{
	guint8 buffer[16384];
	z_stream z = { .next_in = (Bytef *)(guintptr)data, .avail_in = (uInt)MIN (len, G_MAXUINT) };
	if (inflateInit2 (&z, bits) != Z_OK)
		return DAMAGED;
	Outcome outcome = CUT;
	for (;;) {
		z.next_out = buffer;
		z.avail_out = sizeof buffer;
		int status = inflate (&z, Z_NO_FLUSH);
		gsize got = sizeof buffer - z.avail_out;
		if (out->len + got > max) {
			outcome = TOO_BIG;
			break;
		}
		g_byte_array_append (out, buffer, (guint)got);
		if (status == Z_STREAM_END) {
			bool more = bits > 15 && coding_is_gzip (z.next_in, z.avail_in);
			if (!more || inflateReset (&z) != Z_OK) {
				outcome = DECODED;
				break;
			}
		} else if (status != Z_OK) {
			outcome = status == Z_BUF_ERROR ? CUT : DAMAGED;
			break;
		} else if (z.avail_in == 0 && got == 0) {
			break;
		}
	}
	inflateEnd (&z);
	return outcome;
}

/* "deflate" is zlib's frame by the standard, and bare by many servers' belief. */
static Outcome inflate_either (const guint8 *data, gsize len, gsize max, GByteArray *out)
{
	Outcome outcome = inflate_all (data, len, 15, max, out);
	if (outcome != DAMAGED || out->len)
		return outcome;
	return inflate_all (data, len, -15, max, out);
}

#ifdef ENTENTE_BROTLI
static Outcome brotli_all (const guint8 *data, gsize len, gsize max, GByteArray *out)
{
	BrotliDecoderState *state = BrotliDecoderCreateInstance (NULL, NULL, NULL);
	Outcome outcome = CUT;
	for (bool go = true; go;) {
		guint8 buffer[16384], *next = buffer;
		gsize room = sizeof buffer;
		BrotliDecoderResult r =
			BrotliDecoderDecompressStream (state, &len, &data, &room, &next, NULL);
		gsize got = sizeof buffer - room;
		go = r == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
		outcome = r == BROTLI_DECODER_RESULT_SUCCESS ? DECODED
			  : r == BROTLI_DECODER_RESULT_ERROR ? DAMAGED
							     : CUT;
		if (out->len + got > max) {
			outcome = TOO_BIG;
			break;
		}
		g_byte_array_append (out, buffer, (guint)got);
	}
	BrotliDecoderDestroyInstance (state);
	return outcome;
}
#endif

#ifdef ENTENTE_ZSTD
static Outcome zstd_all (const guint8 *data, gsize len, gsize max, GByteArray *out)
{
	ZSTD_DStream *stream = ZSTD_createDStream ();
	ZSTD_DCtx_setParameter (stream, ZSTD_d_windowLogMax, 23); /* RFC 9659: 8 MiB */
	ZSTD_inBuffer in = { data, len, 0 };
	Outcome outcome = CUT;
	for (gsize left = 1; in.pos < in.size || left;) {
		guint8 buffer[16384];
		ZSTD_outBuffer o = { buffer, sizeof buffer, 0 };
		gsize before = in.pos;
		left = ZSTD_decompressStream (stream, &o, &in);
		outcome = ZSTD_isError (left) ? DAMAGED : left ? CUT : DECODED;
		if (outcome == DAMAGED)
			break;
		if (out->len + o.pos > max) {
			outcome = TOO_BIG;
			break;
		}
		g_byte_array_append (out, buffer, (guint)o.pos);
		if (in.pos == before && o.pos == 0)
			break;
	}
	ZSTD_freeDStream (stream);
	return outcome;
}
#endif

static Outcome decode_one (const char *coding, const guint8 *data, gsize len, gsize max,
			   GByteArray *out, bool *known)
{
	*known = true;
	if (strcmp (coding, "gzip") == 0 || strcmp (coding, "x-gzip") == 0)
		return inflate_all (data, len, 15 + 16, max, out);
	if (strcmp (coding, "deflate") == 0 || strcmp (coding, "x-deflate") == 0)
		return inflate_either (data, len, max, out);
#ifdef ENTENTE_BROTLI
	if (strcmp (coding, "br") == 0)
		return brotli_all (data, len, max, out);
#endif
#ifdef ENTENTE_ZSTD
	if (strcmp (coding, "zstd") == 0)
		return zstd_all (data, len, max, out);
#endif
	*known = false;
	return DAMAGED;
}

/* Undo the last of `names` first: they stand in the order in which they were applied. */
GByteArray *coding_decode (const char *codings, const guint8 *data, gsize len, gsize max,
			   bool *flawed, GError **error)
{
	g_auto (GStrv) names = g_strsplit (codings ? codings : "", ",", CODINGS_MAX + 1);
	GByteArray *body = NULL;
	bool flaw = false;
	guint count = g_strv_length (names);
	for (guint i = count; i > 0; i--) {
		g_autofree char *name = g_ascii_strdown (g_strstrip (names[i - 1]), -1);
		if (!*name || strcmp (name, "identity") == 0 || strcmp (name, "none") == 0)
			continue;
		GByteArray *out = g_byte_array_new ();
		bool known;
		Outcome outcome = count > CODINGS_MAX
					  ? (known = false, DAMAGED)
					  : decode_one (name, body ? body->data : data,
							body ? body->len : len, max, out, &known);
		bool fails = outcome == TOO_BIG || (outcome != DECODED && out->len == 0 && len > 0);
		if (body)
			g_byte_array_unref (body);
		body = out;
		flaw = flaw || outcome != DECODED;
		if (fails) {
			CodingErrorCode code = !known               ? CODING_ERROR_UNKNOWN
					       : outcome == TOO_BIG ? CODING_ERROR_TOO_BIG
								    : CODING_ERROR_DAMAGED;
			static const char *const says[] = {
				"unknown content coding", "damaged content coding",
				"body over the limit in content coding"
			};
			g_set_error (error, CODING_ERROR, (int)code, "%s \"%s\"", says[code], name);
			g_byte_array_unref (body);
			return NULL;
		}
	}
	if (!body && len > max) {
		g_set_error (error, CODING_ERROR, CODING_ERROR_TOO_BIG, "body over the limit");
		return NULL;
	}
	if (!body) {
		body = g_byte_array_sized_new ((guint)len);
		g_byte_array_append (body, data, (guint)len);
	}
	if (flawed)
		*flawed = flaw;
	return body;
}
