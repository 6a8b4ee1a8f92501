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
