/* page_box.h: boxes that stand between two paragraphs of an article and are none of it. */
#pragma once

#include "corpus/page_body.h"

/* Drop (DROP_BOX) each <section>, <div> or <aside> between two paragraphs of running text of the chosen element that holds a heading,
 * one or two short lines without links, and ends with a link that stands alone: an offer of the site. More than two of them are
 * the article's own, and stay. After body->root was chosen, before lines are dropped one by one. */
void page_drop_boxes (PageBody *body);
