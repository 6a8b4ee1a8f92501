import { orderStatuses, placeOrder, updateOrderStatus } from "@tidings/contracts/orders";
import fc from "fast-check";
import { type Body, bodies } from "./bodies.ts";
import { credentials, type Header, headers, hostileHeaders } from "./headers.ts";
import { tellSecret } from "./secrets.ts";
import { queries, type Target, targets } from "./targets.ts";
import type { World } from "./world.ts";

/** One HTTP/1.1 request. */
export interface Message {
  readonly bytes: Buffer;
  readonly method: string;
  readonly path: string;
  /** Whether it is framed correctly, so that the server knows where it ends and must answer. */
  readonly sound: boolean;
}

const WITH_BODY = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Any request, from what a client of ours sends to what no client would. */
export function messages(world: World): fc.Arbitrary<Message> {
  // Signing out must not end the sessions that all the other requests need.
  const toLeaving = (text: string) =>
    Object.values(world.people).reduce((rest, { token }) => rest.replaceAll(token, world.leaving.token), text);
  const random = fc
    .record({
      target: targets(world),
      query: queries(world),
      credentials: fc.array(credentials(world), { maxLength: 2 }),
      headers: fc.array(headers(world), { maxLength: 3 }),
      hostile: fc.oneof({ arbitrary: fc.constant([]), weight: 6 }, fc.array(hostileHeaders, { maxLength: 2 })),
      body: bodies,
      framing: fc.constantFrom("length", "length", "length", "chunked", "chunked", "short", "long", "bad chunk"),
    })
    .map(({ target, query, body, framing, ...lists }) => {
      const all = [...lists.credentials, ...lists.headers, ...lists.hostile];
      const framed = WITH_BODY.has(target.method) ? frame(body, framing) : NOTHING;
      const spare = /logout/i.test(target.path) ? toLeaving : (text: string) => text;
      const headers = all.map((one) => ({ ...one, value: spare(one.value) }));
      return toMessage({ method: target.method, path: target.path + spare(query) }, headers, framed);
    });
  return fc.oneof({ arbitrary: random, weight: 9 }, { arbitrary: change(world), weight: 1 });
}

/** A change that succeeds, so that the streams have events to send, and events that others must not get. */
function change(world: World): fc.Arbitrary<Message> {
  const { people, orderIds } = world;
  const patch = fc
    .tuple(fc.constantFrom(...orderIds), fc.constantFrom(...orderStatuses))
    .map(([id, order_status]) =>
      call(updateOrderStatus.method, updateOrderStatus.path.replace(":id", id), people.admin.token, { order_status }),
    );
  const place = fc.constantFrom(people.ada, people.grace).map(({ token }) =>
    call(placeOrder.method, placeOrder.path, token, {
      address_id: "home",
      items: [{ name: "Bun", qty: 1, unit_price: 1.4 }],
    }),
  );
  const tell = fc
    .constantFrom(people.ada, people.grace)
    .chain((person) => fc.constantFrom(...tellSecret(person, world)).map((one) => ({ ...one, token: person.token })))
    .map(({ method, path, token, body }) => call(method, path, token, body));
  return fc.oneof({ arbitrary: patch, weight: 5 }, { arbitrary: place, weight: 1 }, { arbitrary: tell, weight: 3 });
}

function call(method: string, path: string, token: string, body: unknown): Message {
  const bytes = Buffer.from(JSON.stringify(body));
  const authorization = { name: "Authorization", value: `Bearer ${token}`, hostile: false };
  return toMessage(
    { method, path },
    [authorization],
    frame({ bytes, headers: ["Content-Type: application/json"] }, "length"),
  );
}

/** A body on the wire. */
interface Framed {
  readonly headers: readonly string[];
  readonly bytes: Buffer;
  readonly sound: boolean;
}

const NOTHING: Framed = { headers: [], bytes: Buffer.alloc(0), sound: true };

function frame({ bytes, headers }: Body, framing: string): Framed {
  const length = (value: number) => [...headers, `Content-Length: ${value}`];
  switch (framing) {
    case "chunked":
    case "bad chunk": {
      const size = framing === "chunked" ? bytes.length.toString(16) : "zz";
      const chunk = bytes.length === 0 ? [] : [`${size}\r\n`, bytes, "\r\n"];
      return {
        headers: [...headers, "Transfer-Encoding: chunked"],
        bytes: Buffer.concat([...chunk, "0\r\n\r\n"].map((part) => Buffer.from(part))),
        sound: framing === "chunked" || bytes.length === 0,
      };
    }
    case "short":
      return { headers: length(Math.max(0, bytes.length - 1)), bytes, sound: bytes.length === 0 };
    case "long":
      return { headers: length(bytes.length + 5), bytes, sound: false };
    default:
      return { headers: length(bytes.length), bytes, sound: true };
  }
}

function toMessage({ method, path }: Target, headers: readonly Header[], body: Framed): Message {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    ...headers.map(({ name, value }) => `${name}: ${value}`),
    ...body.headers,
  ];
  return {
    bytes: Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), body.bytes]),
    method,
    path,
    sound: body.sound && headers.every(({ hostile }) => !hostile),
  };
}
