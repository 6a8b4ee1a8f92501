import { MAX_PAGE } from "@tidings/contracts";
import { login, sampleUsers } from "@tidings/contracts/auth";
import { createConversation } from "@tidings/contracts/chat";
import { listOrders } from "@tidings/contracts/orders";

/** A call of the API. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** The demo users' password, as the README prints it. */
const PASSWORD = "tidings-demo";

/** A user whose token the fuzzer holds. */
export interface Person {
  readonly id: string;
  readonly token: string;
}

/** The demo users, each with a session of their own. */
export interface People {
  readonly ada: Person;
  readonly grace: Person;
  readonly admin: Person;
}

/** What random requests are made from, so that many of them mean something to the server. */
export interface World {
  readonly people: People;
  /** A second session of Ada's, for requests that end theirs. */
  readonly leaving: Person;
  /** Orders of all users that there were at the start. */
  readonly orderIds: readonly string[];
  /** The log's position at the start. */
  readonly position: string;
  /** By user: the conversation that each has with the admin. */
  readonly conversations: ReadonlyMap<string, string>;
}

/** An order as the leak check needs it. */
export interface KnownOrder {
  readonly id: string;
  readonly user_id: string;
  readonly order_status: string;
  readonly revision: number;
}

/**
 * Signs the demo users in and looks around.
 *
 * @throws Error when the server does not answer as it should before anything happened to it
 */
export async function meetWorld(url: string): Promise<World> {
  const people = await signInAll(url);
  const leaving = await signIn(url, sampleUsers.ada);
  const { data, position } = await allOrders(url, people.admin.token);
  const conversations = new Map<string, string>();
  for (const { id } of [people.ada, people.grace]) {
    const begun = call(url, people.admin.token, { ...createConversation, body: { participantIds: [id] } });
    const { data: conversation } = await answerOf<{ data: { conversationId: string } }>(begun);
    conversations.set(id, conversation.conversationId);
  }
  return { people, leaving, orderIds: data.map(({ id }) => id), position, conversations };
}

/** New sessions of the demo users. */
export async function signInAll(url: string): Promise<People> {
  const [ada, grace, admin] = await Promise.all([
    signIn(url, sampleUsers.ada),
    signIn(url, sampleUsers.grace),
    signIn(url, sampleUsers.admin),
  ]);
  return { ada, grace, admin };
}

/** Everyone's orders, as the admin sees them, page by page. */
export async function allOrders(
  url: string,
  token: string,
): Promise<{ readonly data: readonly KnownOrder[]; readonly position: string }> {
  const headers = { authorization: `Bearer ${token}` };
  const data: KnownOrder[] = [];
  for (;;) {
    const last = data.at(-1);
    const query = new URLSearchParams({ scope: "all", limit: String(MAX_PAGE), ...(last && { before: last.id }) });
    const page = await answerOf<{ data: KnownOrder[]; position: string }>(
      fetch(`${url}${listOrders.path}?${query}`, { headers }),
    );
    data.push(...page.data);
    if (page.data.length < MAX_PAGE) return { data, position: page.position };
  }
}

/** Calls the API as whoever the token says. */
export function call(url: string, token: string, { method, path, body }: Call): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function signIn(url: string, { id, email }: { readonly id: string; readonly email: string }): Promise<Person> {
  const answer = fetch(`${url}${login.path}`, {
    method: login.method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  const { data } = await answerOf<{ data: { token: string } }>(answer);
  return { id, token: data.token };
}

async function answerOf<T>(request: Promise<Response>): Promise<T> {
  const response = await request;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
