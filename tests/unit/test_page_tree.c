/* test_page_tree.c: pages as flat trees, the source that is cut out before, and blocks of text. */
#include "corpus/page_block.h"
#include "corpus/page_squeeze.h"
#include "corpus/page_tree.h"

#include <string.h>

static char *squeeze (const char *html)
{
	GString *out = page_squeeze (html, strlen (html));
	return g_string_free (out, FALSE);
}

static void test_squeeze (void)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "a<!-- x --> b", "a b" },
		{ "a<script>var s = '</div>';</script>b", "a b" },
		{ "<script type=\"application/ld+json\">{}</script>",
		  "<script type=\"application/ld+json\">{}</script>" },
		{ "<style>p{}</style><p>x", " <p>x" },
		{ "<svg><path/></svg>x", " x" },
		{ "<svg/>x", "<svg/>x" },
		{ "<svg>never<svg> closed", "never closed" },
		{ "a < b <= c", "a &lt; b &lt;= c" },
		{ "<a title='>'>x</a>", "<a title='>'>x</a>" },
		{ "<script>never closed", " " },
		{ "<p data-x=1 CLASS = \"a b\" onclick='b()' id=c>", "<p CLASS = \"a b\" id=c>" },
		{ "<img width=1 height=1 loading=lazy>", "<img>" },
		{ "<img width=1 src=a.png />", "<img src=a.png />" },
		{ "<input disabled value=x\n\tsize='3'>", "<input value=x>" },
		{ "<a data-x=\"a > b\" title=c>", "<a title=c>" },
		{ "<a data-x=/b/c title=d>", "<a title=d>" },
		/* not written plainly: the parser's business */
		{ "<p data-x=a\"b class=c>", "<p data-x=a\"b class=c>" },
		{ "<p data-x=\"a\"class=c>", "<p data-x=\"a\"class=c>" },
		{ "<p data-x= class=c>", "<p data-x= class=c>" },
		{ "<p = class=c>", "<p = class=c>" },
		{ "<p data-x='a", "<p data-x='a" },
		{ "<!doctype html><p>", "<p>" },
		{ "<", "&lt;" },
		{ "", "" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *out = squeeze (cases[i].in);
		g_assert_cmpstr (out, ==, cases[i].out);
	}
	g_autoptr (GString) many = g_string_new ("<p");
	for (int i = 0; i < 5000; i++)
		g_string_append_printf (many, " a%d=b", i);
	g_string_append (many, ">text");
	g_autofree char *out = squeeze (many->str);
	g_assert_cmpstr (out, ==, "<p>text");
}

static PageTree *parse (const char *html)
{
	return page_tree_parse (html, strlen (html));
}

/* Every subtree lies within its parent's, and every node comes after its parent. */
static void check_tree (const PageTree *tree)
{
	for (guint32 i = 0; i < tree->count; i++) {
		const PageNode *n = &tree->nodes[i];
		g_assert_cmpuint (n->end, >, i);
		g_assert_cmpuint (n->end, <=, tree->nodes[n->parent].end);
		g_assert_true (i == 0 || n->parent < i);
		g_assert_cmpuint (n->depth, <=, PAGE_MAX_DEPTH + 1);
	}
}

static void test_tree (void)
{
	g_autoptr (PageTree) tree =
		parse ("<div id=a class='b c'><p>x<b>y</b></p></div><p lang=fr>z");
	check_tree (tree);
	guint32 div = 0;
	for (guint32 i = 1; i < tree->count; i++)
		if (tree->nodes[i].tag == PAGE_DIV)
			div = i;
	g_assert_cmpuint (div, >, 0);
	g_assert_cmpstr (page_attr (tree, div, PAGE_ATTR_CLASS), ==, "b c");
	g_assert_null (page_attr (tree, div, PAGE_ATTR_HREF));
	g_autofree char *text = page_node_text (tree, div, 100);
	g_assert_cmpstr (text, ==, "xy");
	g_assert_cmpstr (page_tag_name (PAGE_BLOCKQUOTE), ==, "blockquote");
	g_assert_true (page_tag_flags (PAGE_H3) & PAGE_HEADING);
}

static void test_tags_sorted (void)
{
	/* Found by bsearch. */
	for (guint tag = PAGE_UNKNOWN + 2; tag < PAGE_TAG_COUNT; tag++)
		g_assert_cmpstr (page_tag_name (tag - 1), <, page_tag_name (tag));
}

static void test_deep (void)
{
	g_autoptr (GString) html = g_string_new (NULL);
	for (int i = 0; i < 1500; i++)
		g_string_append (html, "<div>");
	g_string_append (html, "deep</div><p>after");
	g_autoptr (PageTree) tree = parse (html->str);
	check_tree (tree);
	g_assert_false (tree->cut);
	g_autofree char *text = page_node_text (tree, 0, 100);
	g_assert_cmpstr (text, ==, "deep after");
	for (int i = 0; i < 100000; i++)
		g_string_append (html, "<div>");
	g_autoptr (PageTree) deeper = parse (html->str);
	check_tree (deeper);
	g_assert_true (deeper->cut);
}

static void test_stray_ends (void)
{
	g_autoptr (PageTree) tree = parse ("<body><nav>n</b></span></nav><body "
					   "class=x></section></p><article><p>a</article></html>b");
	check_tree (tree);
	for (guint32 i = 1; i < tree->count; i++)
		if (tree->nodes[i].tag == PAGE_NAV) {
			g_autofree char *text = page_node_text (tree, i, 100);
			g_assert_cmpstr (text, ==, "n");
		}
}

static const struct {
	const char *html;
	const char *blocks; /* kind:text, joined by "|" */
} block_cases[] = {
	{ "<p>one <b>two</b>\n three</p>four", "p:one two three|-:four" },
	{ "<div>a<br>b<br><br>c</div>", "-:a b|-:c" },
	{ "<h2>H</h2><ul><li>x<li><p>y</p></ul>", "h:H|i:x|i:y" },
	{ "<blockquote><p>q</p></blockquote><pre>r\n s</pre>", "q:q|r:r s" },
	{ "<table><tr><th>A<th>B<tr><td>1<td>2</table>", "c:A B|c:1 2" },
	{ "<table><tr><td><p>x</p><td>y</table>", "p:x|c:y" },
	{ "<figure><figcaption>cap</figcaption></figure>", "t:cap" },
	{ "<p>&nbsp;</p><p> \n </p><p>a\u00a0b</p>", "p:a\u00a0b" },
	{ "<p>x<button>press</button><select><option>o</select>y</p>", "p:xy" },
	{ "<a href=/x><div>in</div></a>", "-:in" },
};

static void test_blocks (void)
{
	static const char kinds[] = { 'p', '-', 'h', 'i', 'q', 'c', 't', 'r' };
	for (gsize i = 0; i < G_N_ELEMENTS (block_cases); i++) {
		g_autoptr (PageTree) tree = parse (block_cases[i].html);
		g_autoptr (PageBlocks) blocks = page_blocks_new (tree);
		g_autoptr (GString) out = g_string_new (NULL);
		for (guint32 b = 0; b < blocks->list->len; b++)
			g_string_append_printf (out, "%s%c:%s", b ? "|" : "",
						kinds[page_block (blocks, b)->kind],
						page_block_text (blocks, b));
		g_assert_cmpstr (out->str, ==, block_cases[i].blocks);
	}
}

static void test_block_counts (void)
{
	g_autoptr (PageTree) tree = parse ("<p>Read <a href=/a>this one</a>, and that.»</p>");
	g_autoptr (PageBlocks) blocks = page_blocks_new (tree);
	const PageBlock *block = page_block (blocks, 0);
	g_assert_cmpuint (block->words, ==, 5);
	g_assert_cmpuint (block->links, ==, 1);
	g_assert_cmpuint (block->link_len, ==, strlen (" this one"));
	g_assert_cmpuint (block->commas, ==, 1);
	g_assert_true (block->stop);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/page-tree/squeeze", test_squeeze);
	g_test_add_func ("/page-tree/tree", test_tree);
	g_test_add_func ("/page-tree/tags-sorted", test_tags_sorted);
	g_test_add_func ("/page-tree/deep", test_deep);
	g_test_add_func ("/page-tree/stray-ends", test_stray_ends);
	g_test_add_func ("/page-tree/blocks", test_blocks);
	g_test_add_func ("/page-tree/block-counts", test_block_counts);
	return g_test_run ();
}
