import { chatStream, sendMessage } from "@tidings/contracts/chat";
import { notificationsStream } from "@tidings/contracts/notifications";
import { recordsStream } from "@tidings/contracts/records";
import { secretOf, tellSecret } from "./secrets.ts";
import { type Tap, tapStream } from "./tap.ts";
import { within } from "./within.ts";
import { call, type Person, type World } from "./world.ts";

/** Milliseconds for the streams to tell of the last secret. */
const CATCH_UP_MS = 10_000;

/** A user, and their open streams beside the orders. */
export interface Listener {
  readonly person: Person;
  readonly taps: readonly Tap[];
}

/** Opens a user's streams. */
export async function listen(url: string, { conversations }: World, person: Person): Promise<Listener> {
  const paths = [
    notificationsStream.path,
    recordsStream.path,
    `${chatStream.path}?conversationId=${conversations.get(person.id)}`,
  ];
  return { person, taps: await Promise.all(paths.map((path) => tapStream(url, path, person))) };
}

/** Publishes everyone's secrets once more, and resolves with the faults of the streams so far. */
export async function faultsHeard(
  url: string,
  world: World,
  listeners: readonly Listener[],
): Promise<readonly string[]> {
  const silent = [];
  for (const { person, taps } of listeners) {
    const heard = taps.map((tap) => ({ tap, times: tap.text.split(secretOf(person)).length - 1 }));
    await tellAgain(url, world, person);
    for (const { tap, times } of heard) {
      if (!(await within(CATCH_UP_MS, tap.until(secretOf(person), times + 1)))) silent.push(`${tap.name} fell silent`);
    }
  }
  const rest = listeners.flatMap(({ person, taps }) => {
    const others = listeners.map((one) => one.person).filter((one) => one !== person);
    return taps.flatMap((tap) => [
      ...(tap.ended ? [`${tap.name} was ended`] : []),
      ...others
        .filter((one) => tap.text.includes(secretOf(one)))
        .map(({ id }) => `${tap.name} was told a secret of ${id}`),
    ]);
  });
  return [...silent, ...rest];
}

async function tellAgain(url: string, world: World, person: Person): Promise<void> {
  const message = { conversationId: world.conversations.get(person.id), text: secretOf(person) };
  const told = [
    ...tellSecret(person, world).map((one) => call(url, person.token, one)),
    // Nobody is told what they say themselves.
    call(url, world.people.admin.token, { ...sendMessage, body: message }),
  ];
  for (const response of await Promise.all(told)) {
    if (!response.ok) throw new Error(`after the fuzzing, ${response.url} answered ${response.status}`);
  }
}
