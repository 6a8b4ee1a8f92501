import { sampleUsers, type User } from "../auth/user.ts";
import { sampleConversation } from "../chat/conversation.ts";
import type { AnyEndpoint } from "../definition/endpoint.ts";
import { keyOfAnotherBody } from "../definition/idempotency-key.ts";

/** One request of a {@link CreationCase}. */
export interface CreationStep {
  /** The `Idempotency-Key` header as it is sent; undefined sends none. */
  readonly key?: string;
  /** Which of two bodies that both fit: the endpoint's sample, or another one. Default `sample`. */
  readonly body?: "sample" | "other";
  /** Who sends it: whoever may, or somebody else who may. Default `one`. */
  readonly by?: "one" | "another";
  /** The answer: something new, the very answer of an earlier step (counted from 0), or a refusal. */
  readonly expect:
    | "created"
    | { readonly sameAs: number }
    | { readonly status: 400 | 422; readonly words: RegExp | string };
}

/** What a server or a mock does with requests that create something, one after the other (D25). */
export interface CreationCase {
  readonly title: string;
  readonly steps: readonly CreationStep[];
}

const items = [{ name: "Tea", qty: 1, unit_price: 2 }];

/** For each endpoint that creates something, a body that fits and is not its sample; by its name. */
export const otherBodies: Readonly<Record<string, object>> = {
  placeOrder: { address_id: "elsewhere", items },
  submitOrder: { userId: sampleUsers.ada.id, order: { items, deliveryAddress: "elsewhere" } },
  createConversation: { participantIds: [sampleUsers.grace.id], title: "Another" },
  sendMessage: { conversationId: sampleConversation.conversationId, text: "Something else" },
  sendDemoNotification: { type: "user", message: "Something else" },
  createRecord: { title: "Another record" },
  createPrescription: { userId: sampleUsers.ada.id, medication: "Something else" },
  createAppointment: { title: "Another appointment", startsAt: "2126-02-26T09:00:00.000Z" },
  sendTestEvent: { type: "notification", data: { message: "Something else" } },
};

/** The sample of an endpoint that creates something; of a conversation one that is new each time. */
export function sampleBodyOf({ name, samples }: AnyEndpoint): unknown {
  return name === "createConversation" ? { ...otherBodies[name], title: "A group" } : samples?.body;
}

/** Who else may send the very same body. */
export function anotherUserFor({ name }: AnyEndpoint): User {
  return name === "sendMessage" ? sampleUsers.grace : sampleUsers.admin;
}

/**
 * Every server of the contract, and every mock of one, passes them for each endpoint that creates something. They share
 * no key, so that one server will do for all.
 */
export const creationCases: readonly CreationCase[] = [
  {
    title: "D25: what is sent again with its key is made once, and answered with the first answer",
    steps: [
      { key: '"case-1"', expect: "created" },
      { key: '"case-1"', expect: { sameAs: 0 } },
      { key: "case-1", expect: { sameAs: 0 } },
    ],
  },
  {
    title: "D25: another key, or none, makes another one",
    steps: [
      { key: '"case-2"', expect: "created" },
      { key: '"case-2-b"', expect: "created" },
      { expect: "created" },
      { expect: "created" },
      { key: '"case-2"', expect: { sameAs: 0 } },
    ],
  },
  {
    title: "D25: a key with another body is refused, and still stands for its own",
    steps: [
      { key: '"case-3"', expect: "created" },
      { key: '"case-3"', body: "other", expect: { status: 422, words: keyOfAnotherBody } },
      { key: '"case-3"', expect: { sameAs: 0 } },
    ],
  },
  {
    title: "D25: a key that is none is refused, and nothing is made",
    steps: [
      { key: '""', expect: { status: 400, words: /^Idempotency-Key must be one string/ } },
      { key: '"one", "two"', expect: { status: 400, words: /^Idempotency-Key must be one string/ } },
      { key: `"${"k".repeat(256)}"`, expect: { status: 400, words: /^Idempotency-Key must be one string/ } },
    ],
  },
  {
    title: "D25: a key is its user's: somebody else's like it is another one",
    steps: [
      { key: '"case-5"', expect: "created" },
      { key: '"case-5"', by: "another", expect: "created" },
      { key: '"case-5"', expect: { sameAs: 0 } },
    ],
  },
];
