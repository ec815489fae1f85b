/* furniture_book.h: the furniture of many sites, by their registrable domain: in the corpus store, or for one run. */
#pragma once

#include "corpus/article.h"
#include "corpus/furniture_site.h"
#include "corpus/store.h"

typedef struct FurnitureBook FurnitureBook;

/* With a `store` (borrowed; must outlive the book) sites are read from it as they are asked for, and at most some dozens are held at
 * a time; the book is then one thread's, as the store is. Without (NULL) all that is learnt is held, and furniture_book_site() may be
 * called from many threads while nothing is learnt. */
FurnitureBook *furniture_book_new (Store *store);
void furniture_book_free (FurnitureBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FurnitureBook, furniture_book_free)

/* What is known of a site; NULL when nothing is, and when it cannot be read (furniture_book_save() then says why). Borrowed
 * until the next call. */
const FurnitureSite *furniture_book_site (FurnitureBook *book, const char *domain);

/* Learn from an article that is new to the corpus: only one that page_extract() made teaches anything, by its text and by what its
 * provenance says was taken out. False on an error of the store. */
bool furniture_book_learn (FurnitureBook *book, const Article *article, GError **error);

/* Write what was learnt into the store's transaction: store_commit() makes it durable. */
bool furniture_book_save (FurnitureBook *book, GError **error);

/* One line of what a person is shown. */
typedef struct {
	const char *domain;
	guint32 site_pages; /* that were learnt from */
	const char *line;   /* NULL: the site has no such line */
	guint32 pages, of;  /* it stood on so many of so many */
	bool kept;
} FurnitureRow;
typedef void (*FurnitureRowFunc) (const FurnitureRow *row, gpointer data);

/* Each line that is furniture, or was kept by a person, on `domain` (NULL: on every site): sites in order of name, lines most frequent
 * first. A site without any gets one row without line. */
bool furniture_book_list (Store *store, const char *domain, FurnitureRowFunc func, gpointer data,
			  GError **error);

/* Forget all that was learnt of a site; false, without an error, when there was nothing. */
bool furniture_book_forget (Store *store, const char *domain, GError **error);
/* Say that a line of the site is content. False, without an error, when it says too little to be counted at all. */
bool furniture_book_keep (Store *store, const char *domain, const char *line, GError **error);
