import { DatabaseSync } from "node:sqlite";

/** Makes the database that a team would have already: a table of builds, with one of Ada's. */
using database = new DatabaseSync("builds.db");
database.exec("CREATE TABLE IF NOT EXISTS builds (id TEXT PRIMARY KEY, owner TEXT, state TEXT)");
database.exec("INSERT OR IGNORE INTO builds VALUES ('7', 'ada', 'queued')");
