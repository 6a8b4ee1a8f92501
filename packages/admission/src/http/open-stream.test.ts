import { defineEvent, defineStream } from "@tidings/contracts";
import { ordersStream } from "@tidings/contracts/orders";
import { createHub, type Hub, type Principal } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createRecordingSink } from "@tidings/hub/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import * as z from "zod";
import { addressKey } from "../address-key.ts";
import { createCapCheck } from "../connection-caps.ts";
import { openStream, type StreamAdmission, type Subscription } from "./open-stream.ts";

const greeting = { message: "SSE connected" } as const;

function start(): Hub {
  const hub = createHub({ log: createMemoryLog() });
  onTestFinished(() => hub.close());
  return hub;
}

/** Opens the stream of orders for a user, with what a test wants otherwise. */
function open(admission: StreamAdmission, id: string, subscription: Partial<Subscription<typeof ordersStream>> = {}) {
  return openStream(
    admission,
    ordersStream,
    { url: ordersStream.path, address: "192.0.2.1", identify: async () => ({ id }) },
    async () => ({ topics: [ordersStream.topic(id)], greeting, ...subscription }),
    (reader) => admission.hub.connect(createRecordingSink(), reader),
  );
}

it("S9.6: of readers who come at once, no more get in than there are places", async () => {
  const hub = start();
  const checkCaps = createCapCheck(hub, { total: 2 });
  const outcomes = await Promise.allSettled(
    ["ada", "grace", "linus", "edith"].map((id) => open({ hub, checkCaps }, id)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
  expect(outcomes[2]).toMatchObject({ reason: { code: "full" } });
  expect(hub.countAll()).toBe(2);
});

it("S9.1: the cap of a stream itself counts also where the server has no caps", async () => {
  const hub = start();
  await open({ hub }, "ada", { maxConnections: 1 });
  await expect(open({ hub }, "grace", { maxConnections: 1 })).rejects.toMatchObject({ code: "full", status: 503 });
  await expect(open({ hub }, "grace", { maxConnections: 0 })).rejects.toMatchObject({ code: "invalid_options" });
});

it("D12.1, D21.3: a closed hub, a greeting or a topic that is wrong is thrown to the route, and nothing opens", async () => {
  const hub = start();
  const wrong = { message: "bye" } as unknown as typeof greeting;
  await expect(open({ hub }, "ada", { greeting: wrong })).rejects.toMatchObject({ code: "invalid_greeting" });
  const topics = ["orders/ada" as unknown as ReturnType<typeof ordersStream.topic>];
  await expect(open({ hub }, "ada", { topics })).rejects.toMatchObject({ code: "invalid_topic" });
  expect(hub.countAll()).toBe(0);
  await hub.close();
  await expect(open({ hub }, "ada")).rejects.toMatchObject({ code: "closed" });
});

it("D21.3: the hub alone checks a reader, once", async () => {
  const hub = start();
  let read = 0;
  const counted = {
    get message() {
      read += 1;
      return greeting.message;
    },
  };
  const connection = hub.connect(createRecordingSink(), { stream: ordersStream, topics: [], greeting: counted });
  const once = read;
  read = 0;
  await open({ hub }, "ada", { greeting: counted });
  expect([connection.closed, read]).toEqual([false, once]);
});

const boardStream = defineStream({
  name: "board",
  path: "/board",
  access: "anyone",
  query: z.strictObject({ board: z.optional(z.string()) }),
  events: { moved: defineEvent({ schema: z.object({}) }) },
});

/** Opens a stream, and answers what it was served with. */
async function served(admission: StreamAdmission, url: string | undefined, who?: Principal) {
  return openStream(
    admission,
    boardStream,
    { url, address: "2001:db8::1", identify: async () => who },
    async (principal, query) => ({ topics: [boardStream.topic(`${principal?.id ?? "all"}/${query.board ?? ""}`)] }),
    (reader) => {
      admission.hub.connect(createRecordingSink(), reader);
      return reader;
    },
  );
}

it("a reader is served for its topics, as far as the hub must know it, by its address's key, in batches where it asks for them", async () => {
  const hub = start();
  const compression = { level: 6 } as unknown as StreamAdmission["compression"];
  const who = { id: "ada", sessionId: "s", expiresAt: Number.POSITIVE_INFINITY, secret: "not for the hub" };
  expect(await served({ hub, compression }, "/board?board=b&batch=true", who)).toEqual({
    stream: boardStream,
    topics: [boardStream.topic("ada/b")],
    greeting: undefined,
    principal: { id: "ada", sessionId: "s", expiresAt: Number.POSITIVE_INFINITY },
    address: addressKey("2001:db8::1"),
    batch: true,
    compression,
  });
  for (const url of ["/board?batch=false", "/board?", "/board", undefined]) {
    expect(await served({ hub }, url)).toMatchObject({ batch: false, principal: undefined });
  }
});

it.each(["/board?batch=yes", "/board?bord=b", "/board?board=b&board=c&ticket=t&x=1"])(
  "S21.1: %s is refused before anything opens",
  async (url) => {
    const hub = start();
    await expect(served({ hub }, url)).rejects.toMatchObject({ code: "bad_request" });
    expect(hub.countAll()).toBe(0);
  },
);

it("a server's own parameters replace the usual ones", async () => {
  const hub = start();
  const parameters = ["mine", "batch"];
  expect(await served({ hub, parameters }, "/board?mine=1&batch=true")).toMatchObject({ batch: true });
  await expect(served({ hub, parameters }, "/board?token=t")).rejects.toMatchObject({ code: "bad_request" });
});

it("S14.1: an attempt is counted for its address before anybody is identified", async () => {
  const hub = start();
  const identify = vi.fn(async () => undefined);
  const limitConnects = vi.fn(() => Promise.reject(new Error("over the limit")));
  const opening = { url: "/board", address: "192.0.2.1", identify };
  const never = () => expect.unreachable();
  await expect(openStream({ hub, limitConnects }, boardStream, opening, never, never)).rejects.toThrow(
    "over the limit",
  );
  expect(limitConnects).toHaveBeenCalledExactlyOnceWith("192.0.2.1");
  expect(identify).not.toHaveBeenCalled();
});

it("D12.1: a hub that is closed refuses, and serves nothing", async () => {
  const hub = start();
  await hub.close();
  const serve = vi.fn();
  const opening = { url: "/board", address: undefined, identify: async () => undefined };
  const refused = openStream({ hub }, boardStream, opening, () => ({ topics: [] }), serve);
  await expect(refused).rejects.toMatchObject({ code: "closed" });
  expect(serve).not.toHaveBeenCalled();
});

it.each<[string, Principal | undefined, boolean, boolean | Error, string[]]>([
  ["nothing was revoked", { id: "ada" }, false, false, []],
  ["its rights stand", { id: "ada" }, true, true, []],
  ["its rights are gone", { id: "ada" }, true, false, ["user ada"]],
  ["its session is over", { id: "ada", sessionId: "s" }, true, false, ["session ada s"]],
  ["nobody can say", { id: "ada" }, true, new Error("the store is down"), ["user ada"]],
  ["it is nobody's", undefined, true, false, []],
])("S12: a reader who opens while something is revoked, where %s", async (_what, who, isRevoked, valid, ended) => {
  const hub = start();
  const told: string[] = [];
  const watched: Hub = {
    ...hub,
    disconnectUser: (id) => told.push(`user ${id}`),
    disconnectSession: ({ id, sessionId }) => told.push(`session ${id} ${sessionId}`),
  };
  let count = 0;
  const revocations = {
    get count() {
      return count;
    },
  };
  const isStillValid = async () => {
    if (valid instanceof Error) throw valid;
    return valid;
  };
  await openStream(
    { hub: watched, revocations, isStillValid },
    boardStream,
    {
      url: "/board",
      address: undefined,
      async identify() {
        if (isRevoked) count += 1;
        return who;
      },
    },
    () => ({ topics: [] }),
    () => {},
  );
  expect(told).toEqual(ended);
});
