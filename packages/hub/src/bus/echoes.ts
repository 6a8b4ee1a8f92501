/** Waits for what this node sent to come back, so that it is delivered here in the same order as on other nodes. */
export interface Echoes {
  /** This node's id, which is sent with every message. */
  readonly node: string;
  /**
   * Sends something with a number. Resolves when {@link Echoes.returned} is called with it, or when it will not come
   * back: `transmit` rejects, or {@link Echoes.lost} is called. In each case `deliver` was called once.
   */
  send(transmit: (number: number) => Promise<unknown>, deliver: () => void, channel?: string): Promise<void>;
  /** Call it when this node's own message arrives. A number that nobody waits for is ignored. */
  returned(number: number): void;
  /**
   * Call it when the connection is lost, or the subscription of one channel has ended. What should have come back over
   * it is delivered now.
   */
  lost(channel?: string): void;
}

/** Makes the {@link Echoes} of one node. */
export function createEchoes(): Echoes {
  const pending = new Map<number, { readonly channel: string | undefined; done(): void }>();
  let sent = 0;
  return {
    node: crypto.randomUUID(),
    send(transmit, deliver, channel) {
      sent += 1;
      const number = sent;
      return new Promise((resolve) => {
        const done = () => {
          if (!pending.delete(number)) return;
          deliver();
          resolve();
        };
        pending.set(number, { channel, done });
        transmit(number).catch(done);
      });
    },
    returned: (number) => pending.get(number)?.done(),
    lost(channel) {
      for (const one of [...pending.values()]) if (channel === undefined || one.channel === channel) one.done();
    },
  };
}
