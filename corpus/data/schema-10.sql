-- What each link's probability was made of, as search/link_bytes.h writes it. NULL: a link that an older version made.
ALTER TABLE link ADD COLUMN features BLOB;
