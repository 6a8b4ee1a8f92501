import type { AnyEndpoint } from "@tidings/contracts";
import { sampleUsers } from "@tidings/contracts/auth";
import { streams as servedStreams } from "@tidings/contracts/domains";
import { afterAll, beforeAll, expect, it } from "vitest";
import { endpoints } from "../api-docs/described-contract.ts";
import { startServer, type TestServer } from "../testing/start-server.ts";

/** What a validator says, and no person; and where a field was looked for, which is the server's own affair. */
const MACHINE =
  /Invalid input|Invalid option|Too (big|small)|\b(expected|received|undefined)\b|NaN|^(body|query)\b|\[object/;

/** Values of every kind that JSON has, and some that are too much. */
const WRONG: readonly unknown[] = [null, 7, -1, 1.5, true, "", "x".repeat(9000), [], [7], {}, { no_such_field: 1 }];

let server: TestServer;
let admin: string;
beforeAll(async () => {
  server = await startServer();
  admin = await server.signIn(sampleUsers.admin.email);
});
afterAll(() => server[Symbol.asyncDispose]());

/** The body of a refusal in words for people; what is taken, or is about something else, has none. */
async function linesOf(answer: Response): Promise<readonly string[]> {
  if (answer.status !== 400) return [];
  const { errors } = (await answer.json()) as { errors: string[] };
  expect(errors.length).toBeGreaterThan(0);
  for (const line of errors) {
    expect(line).not.toMatch(MACHINE);
    expect(line).toMatch(/^\S.* .*\S$/);
  }
  return errors;
}

function fieldsOf(schema: AnyEndpoint["body"]): readonly string[] {
  const def: unknown = schema?._zod.def;
  const shape = typeof def === "object" && def !== null && "shape" in def ? def.shape : {};
  return Object.keys(shape ?? {});
}

it.each(
  endpoints
    .filter(({ endpoint }) => endpoint.method !== "GET")
    .map(({ endpoint }) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const),
)(
  "S21.1, S21.2: %s says in words what is wrong with a body, and takes no field that it does not know",
  async (_, endpoint) => {
    const send = async (body: unknown) =>
      linesOf(await server.call(admin, endpoint.method, endpoint.path.replace(":id", "nothing"), body));
    const sample = Object(endpoint.samples?.body ?? {});

    expect(await send({ ...sample, no_such_field: 1 })).toEqual([
      expect.stringMatching(/^The body takes no "no_such_field"/),
    ]);
    for (const body of ["text", 7, [], [{}]].filter((value) => typeof value === "object")) {
      expect(await send(body)).toEqual(["The body must be an object"]);
    }
    for (const field of fieldsOf(endpoint.body)) {
      const { [field]: _left, ...rest } = sample;
      for (const line of await send(rest)) expect(line).toContain(field.replace("order_", ""));
      for (const value of WRONG) await send({ ...sample, [field]: value });
    }
  },
);

it.each(
  [
    ...endpoints.filter(({ endpoint }) => endpoint.method === "GET").map(({ endpoint }) => endpoint),
    ...servedStreams,
  ].map((route) => [route.path, route] as const),
)(
  "S21.1, S21.2: GET %s says in words what is wrong with a query, and takes no parameter that it does not know",
  async (path, route) => {
    const ask = async (query: string) => {
      const headers = { Authorization: `Bearer ${admin}` };
      const { response, close } = await server.open(`${path.replace(":id", "nothing")}?${query}`, { headers });
      const lines = await linesOf(response);
      close();
      return lines;
    };
    if (path !== "/api/sse") {
      expect(await ask("no_such_parameter=1")).toContainEqual(expect.stringMatching(/takes no "no_such_parameter"/));
    }
    expect(await ask("a=1&a=2")).toEqual(["a is given more than once; give it once"]);
    for (const name of fieldsOf(route.query)) {
      expect(await ask(`${name}=1&${name}=1`)).toEqual([`${name} is given more than once; give it once`]);
      for (const value of ["", "x".repeat(2000), "1e9", "UPPER", "a,b"]) await ask(`${name}=${value}`);
    }
  },
);

it("S21.2: brief 002's conversationId, left out and empty", async () => {
  for (const query of ["", "?conversationId="]) {
    const answer = await server.call(admin, "GET", `/api/chat/stream${query}`);
    expect(await answer.json()).toEqual({ success: false, errors: ["conversationId is required"] });
  }
});
