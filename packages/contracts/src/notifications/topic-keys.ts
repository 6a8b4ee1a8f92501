/**
 * Which connections: those that have everything named here; nothing named means all of them. Plain data, so that it can
 * travel to other nodes.
 */
export interface ClientFilter {
  /** The `clientId` of the greeting. */
  readonly clientId?: string | undefined;
  readonly userId?: string | undefined;
  /** What the connection gave as `?sessionId=`. Whoever knows it hears it: make it unguessable, or name the user too. */
  readonly sessionId?: string | undefined;
  /** Other query parameters of the connection. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * The keys of the topics that belong to what is named, one for each attribute. A connection listens to all of its own
 * and to `all`; a filter of one attribute is that topic.
 *
 * @example notificationTopicKeys({ userId: "u1", metadata: { page: "dashboard" } }) // ["user:u1", "meta:page=dashboard"]
 */
export function notificationTopicKeys({ clientId, userId, sessionId, metadata = {} }: ClientFilter): readonly string[] {
  return [
    ...(clientId === undefined ? [] : [`client:${encode(clientId)}`]),
    ...(userId === undefined ? [] : [`user:${encode(userId)}`]),
    ...(sessionId === undefined ? [] : [`session:${encode(sessionId)}`]),
    ...Object.entries(metadata).map(([name, value]) => `meta:${encode(name)}=${encode(value)}`),
  ];
}

/** The key of the topic that every connection listens to. */
export const EVERYONE = "all";

/** `=` must divide name and value at one place only. A lone surrogate would make the encoding throw. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
