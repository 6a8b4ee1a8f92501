import { readFileSync } from "node:fs";
import { ServicesError } from "./error.ts";

/**
 * The user that a program runs as which refuses to be root, where this process is root: the one that PostgreSQL's
 * package made, else `nobody`. Undefined where this process is another user, whose rights are enough.
 *
 * @throws ServicesError `not_started` where there is neither
 */
export function humbleUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = new Map(
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .map(([name = "", , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  const user = users.get("postgres") ?? users.get("nobody");
  if (user !== undefined) return user;
  throw new ServicesError("not_started", "PostgreSQL does not run as root: run the tests as another user");
}
