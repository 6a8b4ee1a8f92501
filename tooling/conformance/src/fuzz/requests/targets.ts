import { domains } from "@tidings/contracts/domains";
import fc from "fast-check";
import { anyText, pointedText } from "./random-text.ts";
import type { World } from "./world.ts";

/** A request line's two parts. */
export interface Target {
  readonly method: string;
  readonly path: string;
}

/** Methods that every HTTP server must answer somehow. */
const STANDARD_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Every endpoint and stream of the contract. */
const described: readonly unknown[] = domains.flatMap(({ exports }) => Object.values(exports));
const contract = described.filter(isTarget);

const otherPaths = [
  "/",
  "//",
  "/api",
  "/api/",
  "/API/ORDERS",
  "/api//orders",
  "/api/orders/",
  "/api/orders/stream/",
  "/api/./orders",
  "/api/../api/orders",
  "/healthz",
  "/healthz/",
  "/index.html",
  "/assets/app.js",
  "/assets/",
  "/assets/../../../../etc/passwd",
  "/%2e%2e/%2e%2e/etc/passwd",
  "/.data/tidings.db",
  "/favicon.ico",
  "/orders/any/page",
];

/** Mostly what the contract serves, with ids that exist and ids that do not; also anything else. */
export function targets({ orderIds }: World): fc.Arbitrary<Target> {
  const segment = fc.oneof(anyText.map(encodeLoosely), pointedText.map(encodeLoosely));
  const id = fc.oneof({ arbitrary: fc.constantFrom(...orderIds), weight: 3 }, { arbitrary: segment, weight: 1 });
  const served = fc
    .tuple(fc.constantFrom(...contract), id)
    .map(([{ method, path }, value]) => ({ method, path: path.replace(/:\w+/g, () => value) }));
  const method = fc.constantFrom(...STANDARD_METHODS);
  const confused = fc.tuple(served, method).map(([target, other]) => ({ ...target, method: other }));
  const elsewhere = fc.record({
    method,
    path: fc.oneof(
      fc.constantFrom(...otherPaths),
      fc.array(segment, { maxLength: 4 }).map((parts) => `/api/${parts.join("/")}`),
      fc.array(segment, { maxLength: 4 }).map((parts) => `/${parts.join("/")}`),
      fc.integer({ min: 1, max: 9_000 }).map((length) => `/api/${"a".repeat(length)}`),
    ),
  });
  return fc.oneof(
    { arbitrary: served, weight: 6 },
    { arbitrary: confused, weight: 2 },
    { arbitrary: elsewhere, weight: 2 },
  );
}

/** Query parameters: known and unknown names, any value, more than once. */
export function queries({ people, position, conversations, orderIds }: World): fc.Arbitrary<string> {
  const name = fc.oneof(
    fc.constantFrom(
      "token",
      "token",
      "ticket",
      "lastEventId",
      "scope",
      "userId",
      "events",
      "conversationId",
      "before",
      "limit",
      "token[]",
      "scope[a]",
    ),
    pointedText,
    anyText,
  );
  const value = fc.oneof(
    fc.constantFrom(people.ada.token, people.grace.token, people.admin.token),
    fc.constantFrom("own", "all", position, "", "0", "1", "200", "true"),
    fc.constantFrom(...orderIds),
    fc.constantFrom(...conversations.values()),
    pointedText,
    anyText,
  );
  return fc
    .array(fc.tuple(name, value, fc.boolean()), { maxLength: 4 })
    .map((pairs) =>
      pairs
        .map(([key, text, bare]) => (bare ? encodeLoosely(key) : `${encodeLoosely(key)}=${encodeLoosely(text)}`))
        .join("&"),
    )
    .map((query) => (query === "" ? "" : `?${query}`));
}

function isTarget(value: unknown): value is Target {
  return typeof value === "object" && value !== null && "method" in value && "path" in value;
}

/** Escapes what would break the request line and leaves the rest, broken percent signs too, to the server. */
function encodeLoosely(text: string): string {
  return text.replace(/[^!$&-;=?-Z_a-z~%[\]]|[#]/gu, (character) =>
    Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}
