-- Derived from the originals; delete the file and it is rebuilt with the same rows.
-- id = source number * 2^40 + place in the reading order of the source, so that rows are the same in whatever order sources are read.
CREATE TABLE sources (
    n INTEGER PRIMARY KEY,
    stream TEXT,                     -- SHA-256 of all its lines but notes, each with LF; null while it is being read
    summary TEXT
);
CREATE TABLE members (
    source INTEGER NOT NULL, n INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT, read TEXT NOT NULL,
    PRIMARY KEY (source, n)
) WITHOUT ROWID;
-- The source, thread and record lines of the record contract, in reading order.
CREATE TABLE lines (
    id INTEGER PRIMARY KEY, line TEXT NOT NULL
);
CREATE TABLE threads (
    id INTEGER PRIMARY KEY, thread TEXT NOT NULL
);
-- What records are chosen by; small, so that counting does not read their text.
CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    member INTEGER NOT NULL,         -- the member of the address, 0 where it names none
    letter TEXT NOT NULL,            -- L M I B, or empty for a whole member
    ordinal INTEGER NOT NULL,
    member_n INTEGER NOT NULL,
    thread INTEGER,                  -- id in threads
    kind TEXT NOT NULL,
    label INTEGER,                   -- n in labels of the same source
    at TEXT,                         -- wall clock in the case's zone: moments, and clocks of other zones, are turned to it
    flags INTEGER NOT NULL,
    attachments INTEGER NOT NULL
);
CREATE TABLE labels (
    source INTEGER NOT NULL, n INTEGER NOT NULL, label TEXT NOT NULL, means TEXT NOT NULL, pushname INTEGER NOT NULL,
    records INTEGER NOT NULL, messages INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, first_at TEXT, last_at TEXT,
    PRIMARY KEY (source, n)
) WITHOUT ROWID;
CREATE TABLE notes (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL, place TEXT NOT NULL, line TEXT NOT NULL
);
CREATE INDEX records_address ON records (member, letter, ordinal, id);
-- Contentless: it holds the search keys only, never the text.
CREATE VIRTUAL TABLE words USING fts5 (
    keys, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '=~|'"
);
