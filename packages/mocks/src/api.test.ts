import { sampleUsers } from "@tidings/contracts/auth";
import { type ApiRequest, apiCases, playApiCase } from "@tidings/contracts/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAdminOrdersMock } from "./admin-orders/index.ts";
import { samplePassword } from "./auth/accounts.ts";
import { createMockApp, type MockApp } from "./auth/index.ts";
import { createChatMock } from "./chat/index.ts";
import { createManualClock, type ManualClock } from "./clock/manual-clock.ts";
import { createNotificationsMock } from "./notifications/index.ts";
import { createOrdersMock } from "./orders/index.ts";
import { createRecordsMock } from "./records/index.ts";
import { interceptRequests, origin } from "./testing/msw.ts";

const use = interceptRequests();
let app: MockApp;
let clock: ManualClock;

beforeEach(() => {
  clock = createManualClock();
  app = createMockApp({ clock });
  const orders = createOrdersMock(app);
  const others = [createChatMock(app), createNotificationsMock(app), createRecordsMock(app)];
  use(app.handlers(orders, createAdminOrdersMock(orders), ...others));
});

afterEach(() => app.close());

async function send({ as, token, method, path, body }: ApiRequest) {
  const login = { as: undefined, method: "POST", path: "/api/auth/login", token: undefined };
  clock.advance(1);
  const bearer = as === undefined ? token : await signIn(as);
  const response = await fetch(origin + path, {
    method,
    credentials: "omit",
    headers: {
      ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
      ...(body !== undefined && { "Content-Type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };

  async function signIn(user: keyof typeof sampleUsers): Promise<string> {
    const answer = await send({ ...login, body: { email: sampleUsers[user].email, password: samplePassword } });
    return answer.body.data.token;
  }
}

describe.each(Object.entries(apiCases))("the API of %s, on the mocks", (_, cases) => {
  it.each(cases)("$title", async (apiCase) => {
    for await (const { request, answer, expected } of playApiCase(apiCase, send)) {
      expect(answer, request).toMatchObject(expected);
    }
  });
});
