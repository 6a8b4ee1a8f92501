import { uniqueId } from "@tidings/contracts/unique-id";
import * as z from "zod/mini";
import { ClientError } from "../error.ts";
import type { Host } from "../host/host.ts";

/** Something that a person wants to create, tried until it is known what became of it (C36.1). */
export interface Attempt {
  /**
   * Creates it. What is sent again because the outcome is not known has the key that it had; anything else, and the same
   * thing after it succeeded or was refused, has a new one.
   *
   * @param content What is sent, as JSON can hold it; another content is another attempt.
   * @param create Sends it, with the options that it is given.
   * @throws whatever `create` throws; afterwards {@link Attempt.getUndecided} tells whether it may have been created
   * @example await attempt.run(body, (options) => client.call(placeOrder, { body }, options))
   */
  run<T>(content: unknown, create: (options: { readonly idempotencyKey: string }) => Promise<T>): Promise<T>;
  /**
   * What was sent without learning what became of it: because no answer came, the server failed, or the page was
   * loaded again meanwhile. Undefined where nothing is in doubt.
   */
  getUndecided(): { readonly content: unknown } | undefined;
  /** Gives it up: what is sent next is another attempt. */
  forget(): void;
}

/** What {@link createAttempt} takes. */
export interface AttemptOptions {
  /**
   * Keeps what is in doubt under this name while the tab is open, so that it outlives a reload (C36.4). Name the user
   * in it, and show what {@link Attempt.getUndecided} gives: otherwise the next person on this tab would send it
   * without knowing. Default: in memory alone.
   */
  readonly name?: string | undefined;
  /** Default: the page's `sessionStorage`, where there is one and it may be used. */
  readonly storage?: Pick<Storage, "getItem" | "setItem" | "removeItem"> | undefined;
}

const kept = z.object({ key: z.string(), content: z.unknown() });

/** Makes an {@link Attempt}. */
export function createAttempt(host: Pick<Host, "now" | "random">, options: AttemptOptions = {}): Attempt {
  const { name } = options;
  const store = name === undefined ? undefined : `tidings.attempt.${name}`;
  let undecided = attemptIn(options.storage, store);

  function set(next: z.output<typeof kept> | undefined): void {
    undecided = next;
    if (store === undefined) return;
    withStorage(options.storage, (storage) => {
      if (next === undefined) storage.removeItem(store);
      else storage.setItem(store, JSON.stringify(next));
    });
  }

  return {
    getUndecided: () => undecided && { content: undecided.content },
    forget: () => set(undefined),
    async run(content, create) {
      const isAgain = undecided !== undefined && JSON.stringify(undecided.content) === JSON.stringify(content);
      const key = isAgain && undecided ? undecided.key : uniqueId(host);
      // Before it is sent: a page that is loaded again meanwhile hears no answer.
      set({ key, content });
      try {
        const created = await create({ idempotencyKey: key });
        if (undecided?.key === key) set(undefined);
        return created;
      } catch (error) {
        if (undecided?.key === key && isRefusal(error, isAgain)) set(undefined);
        throw error;
      }
    },
  };
}

/** Refusals that a server gives before it looks whether it did the same before. They tell nothing of an earlier try. */
const ASKED_FIRST: ReadonlySet<number> = new Set([401, 403, 413, 415, 429]);
/** Statuses that say that the request came too early or too late, not that it is refused. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 425]);

/**
 * Whether a failure of a call means that nothing was done (C36.2). Where no answer came, or the server failed, it may have
 * been done all the same: a page must not say that it was not.
 *
 * @param isAgain The same was sent before, and what became of it is in doubt. Default false.
 * @example say(isRefusal(error) ? "Your order was not cancelled" : "We do not know whether your order was cancelled")
 */
export function isRefusal(error: unknown, isAgain = false): boolean {
  // The request was not sent: sending one throws only ClientError.
  if (!(error instanceof ClientError)) return !isAgain;
  if (error.code === "invalid_key") return true;
  const { status = 0 } = error;
  if (error.code !== "http" || status < 400 || status > 499 || PASSING.has(status)) return false;
  return !(isAgain && ASKED_FIRST.has(status));
}

function attemptIn(storage: AttemptOptions["storage"], store: string | undefined) {
  if (store === undefined) return undefined;
  return withStorage(storage, (found) => kept.parse(JSON.parse(found.getItem(store) ?? "null")));
}

/** Undefined where pages may keep nothing, or somebody else wrote there: the attempt is then kept in memory. */
function withStorage<T>(
  given: AttemptOptions["storage"],
  use: (storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) => T,
): T | undefined {
  try {
    const storage = given ?? globalThis.sessionStorage;
    return storage === undefined ? undefined : use(storage);
  } catch {
    return undefined;
  }
}
