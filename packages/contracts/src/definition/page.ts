import * as z from "zod/mini";
import { annotate } from "./annotate.ts";

/** Entries of a page if the request does not set `limit`. */
export const DEFAULT_PAGE = 50;

/** Entries of a page at most, so that no single answer keeps the server busy for long. */
export const MAX_PAGE = 200;

/** The most entries of a list without pages. People rarely have that many (S17.3). */
export const MAX_LIST = 500;

/**
 * The query parameter `limit` of an endpoint that answers in pages: a whole number from 1 to {@link MAX_PAGE}.
 *
 * @param entries What a page consists of, for the documents.
 * @example
 * import * as z from "zod/mini";
 *
 * const query = z.object({ limit: z.optional(pageLimit("Orders")) });
 */
export function pageLimit(entries: string) {
  return z.string().check(
    // Two checks, so that the documents show the pattern of the first. `parse` reports their same words once.
    z.regex(/^[1-9]\d*$/, { error: PAGE_LIMIT_ERROR }),
    z.refine((text) => Number(text) <= MAX_PAGE, { error: PAGE_LIMIT_ERROR }),
    annotate({ description: `${entries} of a page, from 1 to ${MAX_PAGE}. Default ${DEFAULT_PAGE}` }),
  );
}

/** The message for a wrong {@link pageLimit}. */
export const PAGE_LIMIT_ERROR = `limit must be a whole number from 1 to ${MAX_PAGE}`;
