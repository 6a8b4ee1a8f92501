import { sampleUsers } from "@tidings/contracts/auth";
import { type ApiRequest, apiCases, playApiCase } from "@tidings/contracts/testing";
import { describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../testing/start-server.ts";

async function send(server: TestServer, { as, token, method, path, body }: ApiRequest) {
  const bearer = as === undefined ? token : await server.signIn(sampleUsers[as].email);
  const response = await server.fetch(path, {
    method,
    headers: {
      ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
      ...(body !== undefined && { "Content-Type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

describe.each(Object.entries(apiCases))("the API of %s, on the server", (_, cases) => {
  it.each(cases)("$title", async (apiCase) => {
    await using server = await startServer();
    for await (const { request, answer, expected } of playApiCase(apiCase, (asked) => send(server, asked))) {
      expect(answer, request).toMatchObject(expected);
    }
  });
});
