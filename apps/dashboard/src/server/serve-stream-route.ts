import { Refusal } from "@tidings/admission";
import { openStream } from "@tidings/admission/http";
import { filteredStatuses } from "@tidings/contracts/admin-orders";
import { clientAddress, onlyStreamMethods } from "@tidings/express";
import type { Connection } from "@tidings/hub";
import { serveStream } from "@tidings/hub/node";
import type { IRouter, Request } from "express";
import { dashboardStream, whoAmI } from "../contract.ts";
import { isStillAdmin } from "./api.ts";
import type { Desk } from "./desk.ts";

/**
 * Serves the stream that passes the API server's on. It first asks the API server whether the reader is still an admin,
 * because earlier events are replayed from this server's memory, which checks no rights.
 *
 * @returns A function to call for every connection that closed.
 */
export function serveStreamRoute(router: IRouter, desk: Desk): (connection: Pick<Connection, "id">) => void {
  const { config, hub, sessions, upstreams, withdraw } = desk;
  const releases = new Map<string, () => void>();

  const sessionOf = (request: Request) => {
    const session = sessions.find(request);
    if (session === undefined) throw new Refusal("unauthenticated", [whoAmI.errors[401]]);
    return session;
  };

  router.all(dashboardStream.path, onlyStreamMethods);
  router.get(dashboardStream.path, async (request, response) => {
    const address = clientAddress(request);
    const identify = async () => {
      const { token, user } = sessionOf(request);
      if (!(await isStillAdmin(config.apiUrl, { token, address }))) withdraw(user.id);
      // Signing out or losing the right meanwhile ends a stream that is still being opened.
      const { id: sessionId, expiresAt } = sessionOf(request);
      return { id: user.id, sessionId, expiresAt };
    };
    // Normalize the filter, so that the same filter in another form uses the same upstream.
    let filter: string | undefined;
    await openStream(
      { hub, parameters: ["lastEventId"] },
      dashboardStream,
      { url: request.url, address, identify },
      ({ id }, { status }) => {
        filter = status === undefined ? undefined : filteredStatuses(status).join(",");
        return { topics: [upstreams.topicOf(id, filter)], greeting: { type: "connected" as const } };
      },
      (reader) => {
        const release = request.method === "GET" ? upstreams.acquire(reader.principal?.id ?? "", filter) : () => {};
        const connection = serveStream(hub, request, response, reader);
        if (connection === undefined || connection.closed) release();
        else releases.set(connection.id, release);
      },
    );
  });

  return ({ id }) => {
    releases.get(id)?.();
    releases.delete(id);
  };
}
