import type { Link } from "./link.ts";

/** Passes a web response's body on to a link as a host does: reads no faster than the link takes. */
export function pipe(body: ReadableStream<Uint8Array>, link: Link, onGone: () => void): void {
  const reader = body.getReader();
  let isGone = false;
  let goOn = () => {};

  link.start({
    drained: () => goOn(),
    gone() {
      isGone = true;
      void reader.cancel().catch(() => {});
      onGone();
      goOn();
    },
  });

  async function pump(): Promise<void> {
    for (;;) {
      const { done, value } = await reader.read();
      if (isGone) return;
      if (done) {
        link.end();
        return;
      }
      if (link.write({ bytes: value })) continue;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    }
  }
  pump().catch(() => {
    if (!isGone) link.destroy();
  });
}
