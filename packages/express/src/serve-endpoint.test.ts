import { Refusal } from "@tidings/admission";
import { contractError, createIdempotentAnswers, type KeptAnswer } from "@tidings/admission/http";
import { createOrigins } from "@tidings/admission/node";
import express from "express";
import { expect, it, vi } from "vitest";
import { answerErrors, answerNotFound } from "./answer-errors.ts";
import { serveEndpoint } from "./serve-endpoint.ts";
import { serveApp } from "./testing/serve-app.ts";
import { createTask, deleteTasks, listTasks, renameTask, replaceTask, signOut } from "./testing/tasks-contract.ts";

const BEARER = { authorization: "Bearer ada" };
const JSON_TYPE = { "Content-Type": "application/json" };
const signedIn = { ...BEARER, ...JSON_TYPE };

/** An application with every endpoint of the contract; what it was asked for, and what failed. */
async function start({ origins = createOrigins(["https://a.example.com"]) } = {}) {
  const kept = new Map<string, KeptAnswer>();
  const answers = createIdempotentAnswers({
    find: (attempt) => kept.get(JSON.stringify(attempt)),
    keep: (attempt, answer) => void kept.set(JSON.stringify(attempt), answer),
  });
  const failures: unknown[] = [];
  const limitCalls = vi.fn(async ({ id }: { readonly id: string }) => {
    if (id === "busy") throw new Refusal("too_many_requests", ["Too many"], { retryAfter: 7 });
  });
  const app = express();
  const context = {
    router: app,
    answers,
    origins,
    limitCalls,
    async authenticate(request: express.Request, _response: express.Response, access: "user" | "admin") {
      const id = /^Bearer (\w+)$/.exec(request.get("Authorization") ?? "")?.[1];
      if (id === undefined) throw new Refusal("unauthenticated", ["Sign in"]);
      if (access === "admin" && id !== "admin") throw new Refusal("forbidden", ["Admins only"]);
      return { id };
    },
  };
  let made = 0;
  const gate = { open: Promise.resolve() };
  serveEndpoint(context, listTasks, async ({ query, principal }) => {
    expect(principal).toBeUndefined();
    return { data: query };
  });
  serveEndpoint(context, createTask, async ({ body, keep, principal }) => {
    made += 1;
    const data = { id: `${principal.id}-${made}`, title: body.title };
    await gate.open;
    if (body.title === "fails") throw new Error("SQLITE_IOERR: /secret/path");
    keep({ data });
    return { data };
  });
  serveEndpoint(context, renameTask, async ({ params, connectionId }) => {
    if (params.id === "none") throw contractError(renameTask, 404);
    return { data: { id: params.id, ...(connectionId !== undefined && { connectionId }) } };
  });
  serveEndpoint(context, replaceTask, async ({ params, response }) => {
    response.set("X-Replaced", params.id);
    return { data: { id: params.id }, message: "Replaced" };
  });
  serveEndpoint(context, deleteTasks, async ({ principal }) => ({ data: { by: principal.id } }));
  serveEndpoint(context, signOut, async ({ request }) => {
    expect(request.path).toBe("/sign-out");
    return { data: {} };
  });
  app.use(answerNotFound, answerErrors({ onFailure: (error) => failures.push(error) }));
  return { ...(await serveApp(app)), failures, limitCalls, gate, made: () => made };
}

const errors = (...lines: string[]) => ({ success: false, errors: lines.map((line) => expect.stringContaining(line)) });

it("answers each method at its path with the contract's status and body, and hands on params, query and answer", async () => {
  const { ask } = await start();
  const cases = [
    [{ path: "/tasks?done=yes" }, 200, { done: "yes" }],
    [
      { method: "POST", path: "/tasks", headers: signedIn, body: '{"title":"Tea"}' },
      201,
      { id: "ada-1", title: "Tea" },
    ],
    [{ method: "PATCH", path: "/tasks/a%2Fb", headers: signedIn, body: '{"title":"Tea"}' }, 200, { id: "a/b" }],
    [{ method: "DELETE", path: "/tasks", headers: { authorization: "Bearer admin" } }, 200, { by: "admin" }],
    [{ method: "POST", path: "/sign-out" }, 200, {}],
  ] as const;
  for (const [asked, status, data] of cases) {
    const answer = await ask(asked);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([status, { success: true, data }]);
  }
  const put = await ask({ method: "PUT", path: "/tasks/7", headers: BEARER });
  expect(JSON.parse(put.text)).toEqual({ success: true, data: { id: "7" }, message: "Replaced" });
  expect(put.headers["x-replaced"]).toBe("7");
});

it.each([
  ["no token", { method: "POST", path: "/tasks", headers: JSON_TYPE, body: "{" }, 401, ["Sign in"]],
  ["too little right", { method: "DELETE", path: "/tasks", headers: BEARER }, 403, ["Admins only"]],
  ["a query that is not known", { path: "/tasks?dne=yes" }, 400, ['no "dne"']],
  ["a query that is wrong", { path: "/tasks?done=maybe" }, 400, ["done must be"]],
  [
    "a body of the wrong type",
    { method: "POST", path: "/tasks", headers: signedIn, body: '{"title":7}' },
    400,
    ["title"],
  ],
  [
    "a field too many",
    { method: "POST", path: "/tasks", headers: signedIn, body: '{"title":"a","x":1}' },
    400,
    ['"x"'],
  ],
  ["a list", { method: "POST", path: "/tasks", headers: signedIn, body: "[]" }, 400, ["The body must be an object"]],
  ["no body and no type", { method: "POST", path: "/tasks", headers: BEARER }, 415, ["application/json"]],
  ["what is no JSON", { method: "POST", path: "/tasks", headers: signedIn, body: "{" }, 400, ["not valid JSON"]],
  ["a form", { method: "POST", path: "/tasks", headers: BEARER, body: "title=a" }, 415, ["application/json"]],
  [
    "a body over 64 KiB",
    { method: "POST", path: "/tasks", headers: signedIn, body: JSON.stringify({ title: "x".repeat(65_536) }) },
    413,
    ["larger than 65536 bytes"],
  ],
  ["a body where none is read", { method: "PUT", path: "/tasks/7", headers: signedIn, body: '{"a":1}' }, 400, ['"a"']],
  [
    "a connection that is no name",
    {
      method: "PATCH",
      path: "/tasks/7",
      headers: { ...signedIn, "Tidings-Connection-Id": "a b" },
      body: '{"title":""}',
    },
    400,
    [""],
  ],
  [
    "a failure of the contract",
    { method: "PATCH", path: "/tasks/none", headers: signedIn, body: '{"title":""}' },
    404,
    ["There is no such task"],
  ],
  ["another path", { path: "/nothing" }, 404, ["nothing at this path and method"]],
  ["another method", { method: "POST", path: "/tasks/7" }, 404, ["nothing at this path and method"]],
] as const)("S11.2, S21: %s is refused in words", async (_what, asked, status, lines) => {
  const { ask, failures, made } = await start();
  const answer = await ask(asked);
  expect([answer.status, JSON.parse(answer.text)]).toEqual([status, errors(...lines)]);
  expect(answer.headers["content-type"]).toMatch(/^application\/json/);
  expect([failures, made()]).toEqual([[], 0]);
});

it("a call is counted by its principal, anyone's is not, and one too many says when to come again", async () => {
  const { ask, limitCalls } = await start();
  await ask({ path: "/tasks" });
  expect(limitCalls).not.toHaveBeenCalled();
  const busy = await ask({
    method: "POST",
    path: "/tasks",
    headers: { ...signedIn, authorization: "Bearer busy" },
    body: "{",
  });
  expect([busy.status, busy.headers["retry-after"]]).toEqual([429, "7"]);
  expect(limitCalls).toHaveBeenCalledExactlyOnceWith({ id: "busy" }, createTask);
});

it("S11: a failure nobody foresaw is logged, and its words reach nobody", async () => {
  const { ask, failures } = await start();
  const answer = await ask({ method: "POST", path: "/tasks", headers: signedIn, body: '{"title":"fails"}' });
  expect([answer.status, answer.text]).toEqual([500, expect.not.stringContaining("secret")]);
  expect(failures).toEqual([expect.objectContaining({ message: expect.stringContaining("SQLITE_IOERR") })]);
});

const creating = (key: string, title: string) =>
  ({
    method: "POST",
    path: "/tasks",
    headers: { ...signedIn, "Idempotency-Key": key },
    body: JSON.stringify({ title }),
  }) as const;

it("D25: the same key is answered again and done once; with another body it is refused, and so is a malformed one", async () => {
  const { ask, made } = await start();
  const first = await ask(creating('"a"', "Tea"));
  expect(await ask(creating('"a"', "Tea"))).toMatchObject({ status: 201, text: first.text });
  expect(made()).toBe(1);
  expect((await ask(creating('"a"', "Milk"))).status).toBe(422);
  expect((await ask(creating("two words", "Tea"))).status).toBe(400);
  expect(JSON.parse((await ask(creating('"b"', "Tea"))).text)).toMatchObject({ data: { id: "ada-2" } });
});

it("D25: of two at once one is done, the other told to wait; what failed may be tried again with its key", async () => {
  const { ask, gate, made } = await start();
  const opened = Promise.withResolvers<void>();
  gate.open = opened.promise;
  const first = ask(creating('"a"', "Tea"));
  await expect.poll(made).toBe(1);
  const second = await ask(creating('"a"', "Tea"));
  expect([second.status, second.headers["retry-after"]]).toEqual([409, "1"]);
  opened.resolve();
  expect((await first).status).toBe(201);
  expect((await ask(creating('"c"', "fails"))).status).toBe(500);
  expect((await ask(creating('"c"', "works"))).status).toBe(201);
});

it.each([
  ["another site", { Origin: "https://evil.example" }, 403],
  ["an allowed site", { Origin: "https://a.example.com" }, 200],
  ["no page", {}, 200],
  ["another site that hides", { "Sec-Fetch-Site": "cross-site" }, 403],
] as const)("S5.3: what changes the cookie for anyone is refused to a page of %s", async (_what, headers, status) => {
  const { ask } = await start();
  for (const more of [{}, BEARER]) {
    expect((await ask({ method: "POST", path: "/sign-out", headers: { ...headers, ...more } })).status).toBe(status);
  }
  // Reading changes nothing, and users' writes are the cookie's middleware to judge.
  expect((await ask({ path: "/tasks", headers })).status).toBe(200);
  expect((await ask({ ...creating('"x"', "a"), headers: { ...signedIn, ...headers } })).status).toBe(201);
});

it("S5.3: without a list of origins nothing is asked of pages", async () => {
  const app = express();
  const authenticate = async () => ({ id: "ada" });
  serveEndpoint({ router: app, authenticate }, signOut, async () => ({ data: {} }));
  const { ask } = await serveApp(app);
  const asked = { method: "POST", path: "/sign-out", headers: { Origin: "https://evil.example" } };
  expect((await ask(asked)).status).toBe(200);
});

it("a reader of bodies of one's own is used, and the connection that is named is handed on", async () => {
  const app = express();
  const readJson = vi.fn(async () => ({ title: "own" }));
  const context = { router: app, authenticate: async () => ({ id: "ada" }), readJson };
  serveEndpoint(context, renameTask, async ({ params, connectionId = "" }) => ({
    data: { id: params.id, connectionId },
  }));
  const { ask } = await serveApp(app);
  const headers = { ...signedIn, "Tidings-Connection-Id": "c-1" };
  const { text } = await ask({ method: "PATCH", path: "/tasks/7", headers, body: "not read" });
  expect(JSON.parse(text)).toEqual({ success: true, data: { id: "7", connectionId: "c-1" } });
  expect(readJson).toHaveBeenCalledOnce();
});
