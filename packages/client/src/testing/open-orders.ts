import { ordersStream } from "@tidings/contracts/orders";
import type { ClientOptions } from "../client.ts";
import { settle } from "./fake-host.ts";
import { greeting } from "./sample-events.ts";
import { setUp } from "./set-up.ts";

/** An orders stream that is connecting, and the states it passes through. */
export async function openOrders(options: Omit<ClientOptions, "host"> = {}) {
  const rig = setUp(options);
  const stream = rig.client.open(ordersStream);
  const states: string[] = [];
  stream.subscribe(() => {
    const { state } = stream.getSnapshot();
    if (states.at(-1) !== state) states.push(state);
  });
  await settle();
  return { ...rig, stream, states };
}

/** Open and greeted. */
export async function connectOrders(
  options: Omit<ClientOptions, "host"> = {},
  fields: Parameters<typeof greeting>[0] = {},
) {
  const rig = await openOrders(options);
  await rig.server.last.accept();
  await rig.server.last.send(greeting(fields));
  return rig;
}
