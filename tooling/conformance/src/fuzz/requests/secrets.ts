import { sendMessage } from "@tidings/contracts/chat";
import { sendDemoNotification } from "@tidings/contracts/notifications";
import { createRecord } from "@tidings/contracts/records";
import type { Call, Person, World } from "./world.ts";

/** A text that only this user and the admins may get. */
export function secretOf({ id }: Pick<Person, "id">): string {
  return `for ${id} alone`;
}

/** What puts a user's secret into each of the streams, for that user to hear; whoever calls must be that user. */
export function tellSecret(person: Person, { conversations }: Pick<World, "conversations">): readonly Call[] {
  const secret = secretOf(person);
  return [
    { ...createRecord, body: { title: secret } },
    { ...sendDemoNotification, body: { type: "user", message: secret } },
    { ...sendMessage, body: { conversationId: conversations.get(person.id), text: secret } },
  ];
}
