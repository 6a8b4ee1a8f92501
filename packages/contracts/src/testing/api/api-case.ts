import type { sampleUsers } from "../../auth/user.ts";

/** What was answered: the status, and the body as JSON has it. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A value of a step, or how to make it of the answers before, the first one first. */
type Of<Value> = Value | ((...earlier: readonly ApiAnswer[]) => Value);

/** One request of an {@link ApiCase}, and what must be answered. */
export interface ApiStep {
  /** Who asks. Default: nobody, without a token. */
  readonly as?: keyof typeof sampleUsers;
  /** A token of an earlier answer, instead of `as`. */
  readonly token?: (...earlier: readonly ApiAnswer[]) => string;
  /** The method and the path with its query, such as `GET /api/orders?limit=1`. */
  readonly request: Of<string>;
  /** The body, sent as JSON. */
  readonly send?: Of<unknown>;
  readonly status: number;
  /** The parts of the answer's body that matter; lists are compared whole. */
  readonly body?: Of<object>;
}

/** What a server of the contract does with some requests, one after the other, beginning with the contract's samples. */
export interface ApiCase {
  readonly title: string;
  readonly steps: readonly ApiStep[];
}

/** A request as {@link playApiCase} has it sent. */
export interface ApiRequest {
  /** Who is to be signed in for it; undefined where `token` says it, or nobody. */
  readonly as: keyof typeof sampleUsers | undefined;
  readonly token: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/**
 * Plays a case, and hands over each answer with what it must match, for the test library of whoever plays it.
 *
 * @param send Sends a request to the server or the mock under test, which holds the contract's samples and no more.
 * @example
 * for await (const { answer, expected } of playApiCase(apiCase, send)) expect(answer).toMatchObject(expected);
 */
export async function* playApiCase(
  { steps }: ApiCase,
  send: (request: ApiRequest) => Promise<ApiAnswer>,
): AsyncGenerator<{ readonly request: string; readonly answer: ApiAnswer; readonly expected: object }> {
  const earlier: ApiAnswer[] = [];
  const read = (value: unknown) => (typeof value === "function" ? value(...earlier) : value);
  for (const { as, token, status, ...step } of steps) {
    const request = String(read(step.request));
    const [method = "", path = ""] = request.split(" ");
    const answer = await send({ as, token: token?.(...earlier), method, path, body: read(step.send) });
    yield { request, answer, expected: { status, ...(step.body !== undefined && { body: read(step.body) }) } };
    earlier.push(answer);
  }
}

/**
 * A field of an answer's body, or undefined.
 *
 * @example fieldOf(placed, "data", "id")
 */
export function fieldOf(answer: ApiAnswer | undefined, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((value, name) => {
    return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  }, answer?.body);
}

/** The body of a refusal in the words of the contract. */
export function refused(...errors: readonly string[]): { readonly success: false; readonly errors: readonly string[] } {
  return { success: false, errors };
}
