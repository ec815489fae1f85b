/* page_date_token.c: words, numbers and marks of a text that may hold a date. */
#include "corpus/page_date_token.h"

#include <string.h>

static bool is_letter (const char *s)
{
	return g_ascii_isalpha (*s) || (guint8)*s >= 0x80;
}

static gsize word_len (const char *s, gsize len)
{
	gsize n = 0;
	while (n < len && is_letter (s + n)) {
		/* General punctuation (dashes, quotes, spaces), no-break space and « · » end a word. */
		if ((guint8)s[n] == 0xe2 && n + 1 < len && (guint8)s[n + 1] == 0x80)
			break;
		if ((guint8)s[n] == 0xc2 && n + 1 < len && (guint8)s[n + 1] < 0xc0)
			break;
		n++;
	}
	return n;
}

static void add_token (DateTokens *tokens, DateToken token)
{
	if (tokens->count) {
		const DateToken *before = &tokens->list[tokens->count - 1];
		token.glued = before->end == token.start;
	}
	tokens->list[tokens->count++] = token;
}

static gsize add_number (DateTokens *tokens, gsize at, gsize len)
{
	DateToken token = { .type = NUMBER, .start = (guint32)at };
	gsize n = at;
	for (; n < len && g_ascii_isdigit (tokens->text[n]); n++, token.digits++)
		token.value = MIN (token.value, 99999) * 10 + (tokens->text[n] - '0');
	token.end = (guint32)n;
	add_token (tokens, token);
	return n;
}

static gsize add_word (DateTokens *tokens, gsize at, gsize len)
{
	DateToken token = { .type = WORD, .start = (guint32)at };
	gsize n = word_len (tokens->text + at, len - at);
	if (n == 0) { /* a piece of punctuation outside ASCII */
		gsize next = MIN (at + g_utf8_skip[(guint8)tokens->text[at]], len);
		token.type = MARK;
		token.value = ' ';
		if (next - at == 3 && (guint8)tokens->text[at + 1] == 0x80 &&
		    (guint8)tokens->text[at + 2] >= 0x90 && (guint8)tokens->text[at + 2] <= 0x95)
			token.value = '-';
		n = next - at;
		if (token.value == ' ')
			return at + n;
	} else {
		token.word = date_word (tokens->text + at, n);
	}
	token.end = (guint32)(at + n);
	add_token (tokens, token);
	return at + n;
}

void date_tokenise (DateTokens *tokens, gsize from, gsize len)
{
	for (gsize i = from; i < len && tokens->count < DATE_TOKENS_MAX;) {
		char c = tokens->text[i];
		if (g_ascii_isdigit (c)) {
			i = add_number (tokens, i, len);
		} else if (is_letter (tokens->text + i)) {
			i = add_word (tokens, i, len);
		} else {
			if (c > ' ')
				add_token (tokens, (DateToken){ .type = MARK,
								.start = (guint32)i,
								.end = (guint32)i + 1,
								.value = c });
			i++;
		}
	}
	tokens->list[tokens->count] =
		(DateToken){ .type = MARK, .start = (guint32)len, .end = (guint32)len };
}

const DateToken *date_token (const DateTokens *tokens, int i)
{
	return &tokens->list[i < 0 || i > tokens->count ? tokens->count : i];
}

bool date_is_mark (const DateTokens *tokens, int i, const char *marks)
{
	const DateToken *token = date_token (tokens, i);
	return token->type == MARK && token->value && strchr (marks, token->value);
}

bool date_is_number (const DateTokens *tokens, int i, int low, int high, int digits_max)
{
	const DateToken *token = date_token (tokens, i);
	return token->type == NUMBER && token->value >= low && token->value <= high &&
	       token->digits <= digits_max;
}

bool date_is_word (const DateTokens *tokens, int i, DateWordType type)
{
	const DateToken *token = date_token (tokens, i);
	return token->type == WORD && token->word.type == type;
}

/* A year stands by itself: not "2014Aug", not "2014.5". */
int date_year (const DateTokens *tokens, int i)
{
	const DateToken *token = date_token (tokens, i), *next = date_token (tokens, i + 1);
	if (token->type != NUMBER || token->digits != 4 || token->value < 1990 ||
	    token->value > 2100)
		return 0;
	bool joined = next->type == WORD && next->glued && next->word.type != WORD_TIME_MARK;
	return joined ? 0 : token->value;
}

/* Four digits where a year should stand that are none: then the whole is no date. */
bool date_bad_year (const DateTokens *tokens, int i)
{
	return date_token (tokens, i)->type == NUMBER && date_token (tokens, i)->digits >= 4 &&
	       !date_year (tokens, i);
}
