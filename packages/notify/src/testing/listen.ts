import { EVERYONE, notificationsStream, notificationTopicKeys } from "@tidings/contracts/notifications";
import { createHub, type Hub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createRecordingSink } from "@tidings/hub/testing";

/** A hub with a log in memory. */
export const makeHub = (): Hub => createHub({ log: createMemoryLog() });

/** One who is connected, and what they heard: names and payloads, without the greeting. */
export interface Listener {
  heard(): readonly (readonly [string, unknown])[];
}

/** Connects somebody to notifications; resolves when they are greeted. */
export async function listen(
  hub: Hub,
  { clientId = crypto.randomUUID(), ...owner }: Parameters<typeof notificationTopicKeys>[0] = {},
): Promise<Listener> {
  const sink = createRecordingSink();
  const keys = [EVERYONE, ...notificationTopicKeys({ ...owner, clientId })];
  hub.connect(sink, {
    stream: notificationsStream,
    topics: keys.map((key) => notificationsStream.topic(key)),
    greeting: { clientId, timestamp: 0 },
    principal: owner.userId === undefined ? undefined : { id: owner.userId },
  });
  await turn();
  return { heard: () => sink.events.slice(1).map(({ type, data }) => [type, JSON.parse(data)]) };
}

/** Lets a turn of the event loop pass: what was published is sent at its end. */
export async function turn(): Promise<void> {
  for (let step = 0; step < 3; step += 1) await new Promise((resolve) => setImmediate(resolve));
}
