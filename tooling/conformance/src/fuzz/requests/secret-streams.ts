import { chatStream, sendMessage } from "@tidings/contracts/chat";
import { notificationsStream } from "@tidings/contracts/notifications";
import { recordsStream } from "@tidings/contracts/records";
import { secretOf, tellSecret } from "./secrets.ts";
import { type Tap, tapStream } from "./tap.ts";
import { within } from "./within.ts";
import { call, type Person, type World } from "./world.ts";

/** Milliseconds for the streams to tell of the last secret. */
const CATCH_UP_MS = 10_000;

/** A user's streams beside the orders. */
export function tapAll(url: string, { conversations }: World, person: Person): Promise<Tap[]> {
  const paths = [
    notificationsStream.path,
    recordsStream.path,
    `${chatStream.path}?conversationId=${conversations.get(person.id)}`,
  ];
  return Promise.all(paths.map((path) => tapStream(url, path, person)));
}

/** Tells a user's secret once more, and answers what is wrong with how their streams and their neighbour's took it. */
export async function faultsHeard(
  url: string,
  world: World,
  person: Person,
  taps: readonly Tap[],
  neighbour: Person,
): Promise<readonly string[]> {
  const heard = taps.map(({ text }) => text.split(secretOf(person)).length - 1);
  const told = [
    ...tellSecret(person, world).map((one) => call(url, person.token, one)),
    // Nobody is told what they say themselves.
    call(url, world.people.admin.token, {
      method: sendMessage.method,
      path: sendMessage.path,
      body: { conversationId: world.conversations.get(person.id), text: secretOf(person) },
    }),
  ];
  for (const response of await Promise.all(told)) {
    if (!response.ok) throw new Error(`after the fuzzing, ${response.url} answered ${response.status}`);
  }
  const faults: string[] = [];
  for (const [index, tap] of taps.entries()) {
    const more = (heard[index] ?? 0) + 1;
    if (!(await within(CATCH_UP_MS, tap.until(secretOf(person), more)))) faults.push(`${tap.name} fell silent`);
    if (tap.ended) faults.push(`${tap.name} was ended`);
    if (tap.text.includes(secretOf(neighbour))) faults.push(`${tap.name} was told a secret of ${neighbour.id}`);
  }
  return faults;
}
