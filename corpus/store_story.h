/* store_story.h: stories as the store keeps them: which articles are one event's coverage, and what became of earlier ones.
 *
 * search/story makes them; everybody reads them here. A story has two articles or more: an article that is alone is in none.
 * Its id stays while it grows; an id that went into another story by a merger finds that one. */
#pragma once

#include "corpus/store.h"

/* A story in one language. */
typedef struct {
	char *language;
	guint articles;
	guint32 docid; /* whose title stands for it */
	char *title;   /* NULL when the article has none, or is deleted */
} StoryLanguage;

typedef struct {
	gint64 number; /* the smaller the older; never shown */
	char *id;
	guint articles; /* all of them */
	guint reports;  /* copies of one report counted once */
	guint sources;  /* different sites */
	bool dated;     /* first_s and last_s are known */
	gint64 first_s, last_s;
	GPtrArray *languages; /* StoryLanguage *, most articles first; owned */
} StoreStory;
void store_story_free (StoreStory *story);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreStory, store_story_free)

/* The story `key`: its id, the id of one that went into it, or a unique beginning of an id (at least 3 characters). *out NULL, and
 * true, when there is none; *candidates (may be NULL): ids with that beginning when it is not unique, else NULL. */
bool store_story_find (Store *store, const char *key, StoreStory **out, char ***candidates,
		       GError **error);
/* The same by number. */
bool store_story_get (Store *store, gint64 number, StoreStory **out, GError **error);
/* Its id alone: *id owned, NULL when there is none. */
bool store_story_id (Store *store, gint64 number, char **id, GError **error);
/* Id and number of the story that article `docid` is in: *id (owned; may be NULL) NULL and *number (may be NULL) 0 when it is in none. */
bool store_story_of (Store *store, guint32 docid, char **id, gint64 *number, GError **error);
/* Append the docids (guint32) of the story's articles that are in the corpus to `docids`, first published first, undated last. */
bool store_story_members (Store *store, gint64 number, GArray *docids, GError **error);

typedef enum { STORY_RECENT, STORY_SIZE, STORY_GROWTH } StorySort;
typedef struct {
	gint64 from_s, to_s;   /* with a report in [from_s, to_s); both 0: any, undated ones too */
	const char *languages; /* "fr,en": with articles in each of these; NULL: any */
	bool only;             /* and in no other language */
	guint min_size;        /* reports, at least */
	StorySort
		sort; /* last report first; most reports first; most reports in the 48 hours before to_s (0: the last report of all) */
	guint limit;  /* 0: all */
} StoryFilter;
#define STORY_FILTER_INIT                                                                          \
	{                                                                                          \
		0, 0, NULL, false, 2, STORY_RECENT, 0                                                     \
	}
/* Call `func` for the stories that `filter` lets through, in its order; borrowed. The callback may read the store; it returns false to
 * stop with the error that it set. */
typedef bool (*StoreStoryFunc) (const StoreStory *story, gpointer data, GError **error);
bool store_story_each (Store *store, const StoryFilter *filter, StoreStoryFunc func, gpointer data,
		       GError **error);

/* What became of stories. */
typedef enum { STORY_MERGED, STORY_SPLIT, STORY_ENDED } StoryEventKind;
typedef struct {
	char *at; /* RFC 3339 */
	StoryEventKind kind;
	char *story, *other; /* ids: `other` went into `story`, came out of it, or is NULL */
	guint articles;
} StoryEvent;
void story_event_free (StoryEvent *event);
/* The history of the story `id`, oldest first, with that of the stories that went into it: GPtrArray of StoryEvent *, owned. */
GPtrArray *store_story_history (Store *store, const char *id, GError **error);

/* --- writing: for search/story alone. All are part of the open transaction. --- */

/* What a story's description is made of. */
typedef struct {
	guint32 docid;
	char *language, *domain; /* NULL unknown; owned */
	char *copy_group;        /* NULL: no copy of another */
	bool dated;
	gint64 published_s;
} StoryArticle;
void story_article_clear (gpointer article);
/* *found false when there is no such article. */
bool store_story_article (Store *store, guint32 docid, StoryArticle *out, bool *found,
			  GError **error);

/* Write the story, its languages and its members (docids), whatever was there before under its number; number 0: a new one, which is
 * set. The id of a new one that is taken or was used before is made longer by "-2", "-3" … in *story. */
bool store_story_put (Store *store, StoreStory *story, const GArray *docids, GError **error);
/* Take the story out, and leave its members in none. */
bool store_story_remove (Store *store, gint64 number, GError **error);
/* An id for a new story: `wanted`, or "wanted-2", "wanted-3" … when that is taken or was used before. Owned; NULL on errors. */
char *store_story_free_id (Store *store, const char *wanted, GError **error);
/* Give the story `number` the number and id of one that was before: both are free. */
bool store_story_rename (Store *store, gint64 number, gint64 new_number, const char *new_id, GError **error);
/* Append to `numbers` (gint64) and `docids` (guint32) every article's story, by docid. */
bool store_story_all_members (Store *store, GArray *docids, GArray *numbers, GError **error);
/* Take one article out of whatever story it is in. */
bool store_story_leave (Store *store, guint32 docid, GError **error);
bool store_story_add_event (Store *store, const StoryEvent *event, GError **error);
