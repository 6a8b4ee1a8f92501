import { expect, it } from "vitest";
import { createFakeHost } from "../testing/fake-host.ts";
import type { TransportHandlers } from "../transport/transport.ts";
import { defaultBackoff } from "./backoff.ts";
import { createConnection } from "./connection.ts";

it("C12.2: a transport that goes on after it was closed is not heard", () => {
  const opened: TransportHandlers[] = [];
  const log: string[] = [];
  const connection = createConnection({
    transport: {
      seesHeartbeats: true,
      open(_resume, handlers) {
        opened.push(handlers);
        return { close() {} };
      },
    },
    host: createFakeHost(() => new Promise(() => {})),
    backoff: defaultBackoff,
    strict: false,
    refresh: async () => false,
    onChange: ({ state }) => log.push(state),
    onEvent: ({ data }) => log.push(data),
  });
  connection.start();
  const [late] = opened;
  connection.reconnect();
  late?.onOpen();
  late?.onEvent({ type: "message", data: "late", lastEventId: "9" });
  late?.onId("9");
  late?.onEnd({ kind: "ended" });
  expect(log).toEqual(["connecting", "connecting"]);
  expect(connection.lastEventId).toBe("");
  opened[1]?.onEvent({ type: "message", data: "now", lastEventId: "1" });
  expect(log.at(-1)).toBe("now");
});
