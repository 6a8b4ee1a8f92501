/**
 * Selects connections: those that match everything named here. A filter that names nothing selects all. It is plain
 * data, so that it can be sent to other nodes.
 */
export interface ClientFilter {
  /** The `clientId` of the greeting. */
  readonly clientId?: string | undefined;
  readonly userId?: string | undefined;
  /**
   * What the connection sent as `?sessionId=`. Anyone who knows it can subscribe to it, so make it unguessable, or name
   * the user too.
   */
  readonly sessionId?: string | undefined;
  /** Other query parameters of the connection. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * The topic keys of a filter, one for each attribute. A connection subscribes to the keys of all its attributes and to
 * `all`. A filter of one attribute is published to that one topic.
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

/**
 * Encodes a text, so that `=` stands only between name and value. Lone surrogates are replaced, because they would make
 * the encoding throw.
 */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
