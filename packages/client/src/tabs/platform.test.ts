import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { createTabPlatform } from "./platform.ts";

/** Node has both, as browsers do. */
function platform() {
  const tabs = createTabPlatform();
  if (tabs === undefined) throw new Error("this Node has no Web Locks or no BroadcastChannel");
  return tabs;
}

/** Holds a lock, or waits for it; answers what became of it, in order. */
function hold(name: string, steal = false) {
  const heard: string[] = [];
  let told = () => {};
  const tell = (what: string) => () => {
    heard.push(what);
    told();
  };
  const handlers = { onHeld: tell("held"), onLost: tell("lost"), onRefused: tell("refused") };
  const letGo = platform().holdLock(name, { steal }, handlers);
  onTestFinished(letGo);
  const until = (what: string) =>
    new Promise<void>((resolve) => {
      told = () => {
        if (heard.includes(what)) resolve();
      };
      told();
    });
  return { heard, until, letGo };
}

it("C19.1: a lock is one tab's; who waits gets it when it is let go, and who left does not", async () => {
  const first = hold("tidings-turns");
  await first.until("held");
  const second = hold("tidings-turns");
  const third = hold("tidings-turns");
  second.letGo();
  first.letGo();
  await third.until("held");
  expect([first.heard, second.heard]).toEqual([["held"], []]);
});

it("C22: who takes a lock by force has it, and the other is told", async () => {
  const first = hold("tidings-force");
  await first.until("held");
  const second = hold("tidings-force", true);
  await Promise.all([second.until("held"), first.until("lost")]);
  second.letGo();
  expect([first.heard, second.heard]).toEqual([["held", "lost"], ["held"]]);
});

it("C19.1: a lock that was let go before it came is not kept", async () => {
  hold("tidings-hasty").letGo();
  await hold("tidings-hasty").until("held");
});

it("C19.1: a channel reaches every other of its name and never itself", async () => {
  const tabs = platform();
  const heard: string[] = [];
  const own = tabs.openChannel<string>("tidings-words", (word) => heard.push(`own ${word}`));
  await new Promise<void>((resolve) => {
    const other = tabs.openChannel<string>("tidings-words", (word) => {
      heard.push(`other ${word}`);
      other.close();
      resolve();
    });
    own.post("hello");
    onTestFinished(() => other.close());
  });
  own.close();
  expect(heard).toEqual(["other hello"]);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it.each([
  ["there are no locks", { navigator: {} }],
  ["there is no navigator", { navigator: undefined }],
  ["there are no channels", { BroadcastChannel: undefined }],
  [
    "locks may not be looked at",
    {
      navigator: {
        get locks(): never {
          throw new DOMException("blocked", "SecurityError");
        },
      },
    },
  ],
])("C19.3: where %s there is no platform to share by", (_where, globals) => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  expect(createTabPlatform()).toBeUndefined();
});

it.each([
  [
    "throws",
    () => {
      throw new DOMException("blocked", "SecurityError");
    },
  ],
  ["rejects", () => Promise.reject(new DOMException("blocked", "SecurityError"))],
])("C19.3: a lock whose request %s is refused", async (_how, request) => {
  vi.stubGlobal("navigator", { locks: { request } });
  const refused = hold("tidings-refused");
  await refused.until("refused");
  expect(refused.heard).toEqual(["refused"]);
});
