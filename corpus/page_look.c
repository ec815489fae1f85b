/* page_look.c: places on a page. */
#include "corpus/page_look.h"

#include <string.h>

void page_look_places (PageLook *look)
{
	const PageBody *body = look->body;
	guint32 count = body->blocks->list->len;
	look->first = look->last = count;
	for (guint32 b = 0; b < count; b++) {
		if (body->drop[b])
			continue;
		look->first = look->first == count ? b : look->first;
		look->last = b;
	}
	guint32 title = body->title_block < count ? body->title_block : look->first;
	guint32 text = look->first;
	if (text == count || text < title)
		text = title;
	look->from = title > 8 ? title - 8 : 0;
	look->to = MIN (count, MIN (MAX (text, title) + 3, title + 40));
}

guint32 page_look_marks (const PageLook *look, guint32 node, int levels)
{
	guint32 marks = 0;
	for (; node && node != look->body->root && levels > 0; levels--) {
		guint tag = look->tree->nodes[node].tag;
		if (tag == PAGE_BODY || tag == PAGE_MAIN || tag == PAGE_ARTICLE)
			break;
		marks |= look->body->marks[node];
		node = look->tree->nodes[node].parent;
	}
	return marks;
}

guint page_look_rank (const PageLook *look, guint32 node)
{
	guint32 b = page_blocks_from (look->body->blocks, node);
	guint32 around = page_look_marks (look, node, 6);
	if (around & (MARK_COMMENTS | MARK_RELATED))
		return 0;
	if (b >= look->from && b < look->to)
		return around & MARK_TEASER ? RANK_FAR : RANK_NEAR;
	if (around & PAGE_LOOK_ELSEWHERE)
		return 0;
	if (b >= look->first && b <= look->last + 3)
		return RANK_BODY;
	return RANK_FAR;
}

bool page_look_contains (const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr (text, *words))
			return true;
	return false;
}
