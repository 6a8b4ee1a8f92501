import { readdirSync, readFileSync } from "node:fs";

const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** One step of the schema. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** Reads the migrations of a folder, `0001-what-it-does.sql` first. */
export function readMigrations(folder: URL): readonly Migration[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const version = FILE_NAME.exec(name)?.[1];
      return version === undefined
        ? []
        : [{ version: Number(version), sql: readFileSync(new URL(name, folder), "utf8") }];
    });
}
