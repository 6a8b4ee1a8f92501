import type { DatabaseSync } from "node:sqlite";
import type { RequestHandler } from "express";
import { ServerError } from "../server-error.ts";

/** `GET /healthz`: whether the process answers and its database does. */
export function health(database: DatabaseSync): RequestHandler {
  const look = database.prepare("SELECT 1");
  return (_request, response) => {
    try {
      look.get();
    } catch (cause) {
      throw new ServerError("unavailable", ["The database does not answer"], { retryAfter: 5, cause });
    }
    response.set("Cache-Control", "no-store").json({ success: true, data: { status: "ok" } });
  };
}
