import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { inject } from "vitest";
import type { ServiceName } from "./services-on-demand.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The port of `serveServicesOnDemand`. */
    readonly servicesPort: number;
  }
}

/**
 * Resolves with the URL of the run's one server of a kind; starts it where this test file is the first to ask.
 *
 * @throws Error with the reason why it could not be started
 * @example const url = await askForService("redis");
 */
export async function askForService(name: ServiceName): Promise<string> {
  const socket = connect(inject("servicesPort"), "127.0.0.1");
  await once(socket, "connect");
  socket.write(name);
  const answer = await text(socket);
  if (answer.startsWith("error: ")) throw new Error(answer);
  return answer;
}
