import { filteredStatuses } from "@tidings/contracts/admin-orders";
import { clientAddress, onlyStreamMethods, Refusal, readQuery } from "@tidings/express";
import type { Connection } from "@tidings/hub";
import { serveStream } from "@tidings/hub/node";
import type { IRouter, Request } from "express";
import { dashboardStream, whoAmI } from "../contract.ts";
import { isStillAdmin } from "./api.ts";
import type { Desk } from "./desk.ts";

/**
 * Serves the stream that passes the API server's on. The API server is asked first whether the reader is still an
 * admin: what was passed on before is replayed from this server's memory, where nobody else would ask.
 *
 * @returns Told of every connection that closed.
 */
export function serveStreamRoute(router: IRouter, desk: Desk): (connection: Pick<Connection, "id">) => void {
  const { config, hub, sessions, upstreams, withdraw } = desk;
  const releases = new Map<string, () => void>();

  const sessionOf = (request: Request) => {
    const session = sessions.find(request);
    if (session === undefined) throw new Refusal("unauthenticated", 401, [whoAmI.errors[401]]);
    return session;
  };

  router.all(dashboardStream.path, onlyStreamMethods);
  router.get(dashboardStream.path, async (request, response) => {
    const { token, user } = sessionOf(request);
    const { status } = readQuery(dashboardStream.query, request, ["lastEventId"]);
    if (!(await isStillAdmin(config.apiUrl, { token, address: clientAddress(request) }))) withdraw(user.id);
    // Signing out, or what was just withdrawn, ends what is still being opened.
    const { id: sessionId, expiresAt } = sessionOf(request);
    // However it is written, the same filter is the same upstream.
    const filter = status === undefined ? undefined : filteredStatuses(status).join(",");
    const release = request.method === "GET" ? upstreams.acquire(user.id, filter) : () => {};
    const connection = serveStream(hub, request, response, {
      stream: dashboardStream,
      topics: [upstreams.topicOf(user.id, filter)],
      greeting: { type: "connected" },
      principal: { id: user.id, sessionId, expiresAt },
    });
    if (connection === undefined || connection.closed) release();
    else releases.set(connection.id, release);
  });

  return ({ id }) => {
    releases.get(id)?.();
    releases.delete(id);
  };
}
