import { createClient } from "@tidings/client";
import { notificationsStream } from "@tidings/contracts/notifications";
import { afterEach, expect, it, vi } from "vitest";
import { hub, notifyUser } from "../../lib/hub";
import { POST as saveProfile } from "./profile/route";
import { GET } from "./sse/route";

/** The real client, with the handler for its network. */
const client = () =>
  createClient({ lingerMs: 0, host: { fetch: (path, init) => GET(new Request(`http://localhost${path}`, init)) } });

const save = () => saveProfile(new Request("http://localhost/api/profile", { method: "POST" }));

afterEach(() => expect.poll(() => hub.countAll()).toBe(0));

it("003 Next.js: a saved profile is heard by its user's pages, and another's is not", async () => {
  const page = client();
  const stream = page.open(notificationsStream);
  const heard: unknown[] = [];
  stream.on("profile_updated", ({ data }) => heard.push(data));
  await expect.poll(() => stream.getSnapshot().state).toBe("open");

  expect(notifyUser("grace", { event: "profile_updated", data: { message: "Grace's" } })).toBe(0);
  expect(await (await save()).json()).toEqual({ success: true, told: 1 });
  await expect.poll(() => heard).toEqual([{ message: "Profile updated successfully" }]);
  page.close();
});

it("003 Next.js: a request that is aborted leaves no connection behind", async () => {
  const abort = new AbortController();
  await GET(new Request("http://localhost/api/sse", { signal: abort.signal }));
  expect(hub.count("ada")).toBe(1);
  abort.abort();
  expect(hub.countAll()).toBe(0);
});

it("S4: a userId that is not the signed-in user's is refused", async () => {
  expect((await GET(new Request("http://localhost/api/sse?userId=grace"))).status).toBe(403);
  const own = await GET(new Request("http://localhost/api/sse?userId=ada"));
  expect(own.headers.get("content-type")).toBe("text/event-stream");
  await own.body?.cancel();
});

it("003 Next.js: one hub a process, however often the module is loaded", async () => {
  vi.resetModules();
  expect((await import("../../lib/hub")).hub).toBe(hub);
});
