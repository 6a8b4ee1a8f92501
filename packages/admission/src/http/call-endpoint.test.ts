import { CONNECTION_HEADER, defineEndpoint, IDEMPOTENCY_KEY } from "@tidings/contracts";
import { expect, it, vi } from "vitest";
import * as z from "zod";
import { callEndpoint, type EndpointAdmission } from "./call-endpoint.ts";
import { createIdempotentAnswers, type KeptAnswer } from "./idempotent-answers.ts";

const common = { path: "/shelves/:shelf", data: z.string() } as const;
const read = defineEndpoint({
  ...common,
  name: "read",
  method: "GET",
  access: "user",
  query: z.strictObject({ page: z.optional(z.string()) }),
});
const write = defineEndpoint({
  ...common,
  name: "write",
  method: "POST",
  access: "admin",
  status: 201,
  body: z.object({ text: z.string() }),
  namesConnection: true,
  creates: true,
});
const remove = defineEndpoint({ ...common, name: "remove", method: "DELETE", access: "user" });
const open = defineEndpoint({ ...common, name: "open", method: "GET", access: "anyone" });

/** Calls an endpoint as a route does, and notes the order of what it asks for. */
async function call(
  endpoint: typeof read | typeof write | typeof remove | typeof open,
  {
    admission = {},
    url = "/shelves/a",
    headers = {},
    body,
  }: {
    readonly admission?: EndpointAdmission;
    readonly url?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  } = {},
) {
  const asked: unknown[] = [];
  const request = {
    url,
    params: { shelf: "a" },
    header: (name: string) => headers[name],
    async identify(access: "user" | "admin") {
      asked.push(`identify ${access}`);
      return { id: "ada" };
    },
    readJson() {
      asked.push("body");
      return body;
    },
  };
  let given: unknown;
  const answer = await callEndpoint(admission, endpoint, request, async ({ keep, ...call }) => {
    given = call;
    keep({ data: "done" });
    return { data: "done", message: "Done" };
  });
  return { answer, asked, given };
}

it("a handler is given what the contract says of the request, and its answer is a success with the contract's status", async () => {
  const { answer, asked, given } = await call(write, {
    headers: { [CONNECTION_HEADER.toLowerCase()]: "c-1" },
    body: { text: "x" },
  });
  expect(given).toEqual({
    params: { shelf: "a" },
    query: {},
    body: { text: "x" },
    principal: { id: "ada" },
    connectionId: "c-1",
  });
  expect(answer).toEqual({ status: 201, body: { success: true, data: "done", message: "Done" } });
  expect(asked).toEqual(["identify admin", "body"]);
  const page = await call(read, { url: "/shelves/a?page=2", headers: { [CONNECTION_HEADER.toLowerCase()]: "c-1" } });
  expect(page.given).toMatchObject({ query: { page: "2" }, body: undefined, connectionId: undefined });
  expect([page.asked, page.answer.status]).toEqual([["identify user"], 200]);
});

it("S9.2: nobody is identified or counted where anyone may ask; whoever is identified is counted before the body is read", async () => {
  const limitCalls = vi.fn(() => Promise.reject(new Error("over the limit")));
  expect(await call(open, { admission: { limitCalls } })).toMatchObject({ asked: [], given: { principal: undefined } });
  expect(limitCalls).not.toHaveBeenCalled();
  const readJson = vi.fn();
  const request = { url: "/", params: {}, header: () => undefined, identify: async () => ({ id: "ada" }), readJson };
  const handle = vi.fn();
  await expect(callEndpoint({ limitCalls }, write, request, handle)).rejects.toThrow("over the limit");
  expect(limitCalls).toHaveBeenCalledExactlyOnceWith({ id: "ada" }, write);
  for (const late of [readJson, handle]) expect(late).not.toHaveBeenCalled();
});

it.each<[string, Parameters<typeof call>, string]>([
  ["a parameter that the contract does not have", [read, { url: "/shelves/a?side=b" }], "side"],
  ["a body that the contract does not allow", [write, { body: { text: 1 } }], "text"],
  ["a header that names no connection", [write, { body: { text: "" }, headers: { "tidings-connection-id": " " } }], ""],
])("S21.1: %s is refused with 400", async (_what, args, words) => {
  await expect(call(...args)).rejects.toMatchObject({
    code: "bad_request",
    status: 400,
    message: expect.stringContaining(words),
  });
});

it.each([
  ["a length", { "content-length": "1" }, true],
  ["chunks", { "transfer-encoding": "chunked" }, true],
  ["no length", {}, false],
  ["nothing of it", { "content-length": "0" }, false],
])(
  "S21.1: a body of %s that the contract does not take is read, so that it is refused",
  async (_what, headers, isRead) => {
    const { asked } = await call(remove, { headers });
    expect(asked.includes("body")).toBe(isRead);
    expect((await call(read, { headers })).asked).not.toContain("body");
    if (isRead)
      await expect(call(remove, { headers, body: { text: "x" } })).rejects.toMatchObject({ code: "bad_request" });
  },
);

it("parameters of its own that a server takes beside the contract's replace the usual ones", async () => {
  expect((await call(read, { url: "/shelves/a?token=t" })).answer.status).toBe(200);
  const admission = { parameters: ["ticket"] };
  expect((await call(read, { url: "/shelves/a?ticket=t", admission })).answer.status).toBe(200);
  await expect(call(read, { url: "/shelves/a?token=t", admission })).rejects.toMatchObject({ code: "bad_request" });
});

it("D25.1: an attempt is its user's, its endpoint's and its key's, and counts where something is created", async () => {
  const kept = new Map<string, KeptAnswer>();
  const answers = createIdempotentAnswers({
    find: (attempt) => kept.get(JSON.stringify(attempt)),
    keep: (attempt, answer) => void kept.set(JSON.stringify(attempt), answer),
  });
  const headers = { [IDEMPOTENCY_KEY.toLowerCase()]: '"k"', "content-length": "0" };
  const admission = { answers };
  expect((await call(write, { admission, headers, body: { text: "x" } })).given).toBeDefined();
  expect([...kept.keys()].map((key) => JSON.parse(key))).toEqual([{ userId: "ada", operation: "write", key: "k" }]);
  const again = await call(write, { admission, headers, body: { text: "x" } });
  expect([again.given, again.answer]).toEqual([undefined, { status: 201, body: { success: true, data: "done" } }]);
  expect((await call(write, { headers, body: { text: "x" } })).given).toBeDefined();
  expect((await call(write, { admission, body: { text: "x" } })).given).toBeDefined();
  expect((await call(remove, { admission, headers })).given).toBeDefined();
  expect(kept.size).toBe(1);
});
