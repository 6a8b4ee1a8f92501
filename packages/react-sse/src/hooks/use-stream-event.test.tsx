import { greeting, orderUpdate } from "@tidings/client/testing";
import { ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { useStreamEvent } from "./use-stream-event.ts";

const log: string[] = [];
let renders = 0;

function Listener({ name, enabled = true }: { readonly name: string; readonly enabled?: boolean }) {
  renders += 1;
  useStreamEvent(ordersStream, "order_status_update", ({ id }) => log.push(`${name} ${id}`), { enabled });
  return null;
}

it("calls the newest handler once per event, without rendering or connecting again", async () => {
  const page = await renderTidings(<Listener name="old" />);
  await page.stream(greeting(), orderUpdate(1));
  await page.show(<Listener name="new" />);
  const before = renders;
  await page.send(orderUpdate(2), orderUpdate(3));
  expect(log).toEqual(["old e:1", "new e:2", "new e:3"]);
  expect(renders).toBe(before);
  expect(page.server.requests).toHaveLength(1);
  await page.show(<Listener name="new" enabled={false} />);
  await page.send(orderUpdate(4));
  expect(log).toHaveLength(3);
});

function Typo() {
  // TypeScript refuses this name, a page in JavaScript does not.
  Reflect.apply(useStreamEvent, undefined, [ordersStream, "order_status_updated", () => {}]);
  return null;
}

it("C31.1: two components under StrictMode bring one warning of what their stream drops, and one of what they miss", async () => {
  const page = await renderTidings([<Typo key="1" />, <Typo key="2" />, <Listener key="3" name="c" />]);
  const unknown = { event: "order_deleted", data: "{}" };
  await page.stream(greeting(), unknown, unknown, orderUpdate(1, { order_status: "Lost" }));
  expect(page.host.warnings).toEqual([
    expect.stringContaining('waits for "order_status_updated"'),
    expect.stringContaining('sent "order_deleted"'),
    expect.stringContaining("Invalid status"),
  ]);
  expect(page.problems.map(({ code }) => code)).toEqual(["unknown_event", "unknown_event", "invalid_event"]);
});
