import { Refusal } from "@tidings/admission";
import { type Answer, readQuery } from "@tidings/admission/http";
import { createLoginLimits } from "@tidings/admission/rates";
import type { AnyEndpoint } from "@tidings/contracts";
import { listAdminOrders } from "@tidings/contracts/admin-orders";
import { login, logout } from "@tidings/contracts/auth";
import { clientAddress, createReadJson, type EndpointContext, type ExpressCall, serveEndpoint } from "@tidings/express";
import type { IRouter, Request } from "express";
import { dashboardOrders, signIn, signOut, whoAmI } from "../contract.ts";
import { apiClient, passOn } from "./api.ts";
import type { Desk } from "./desk.ts";
import type { Session } from "./sessions.ts";

const BODY_LIMIT = 16_384;

/**
 * Fewer failed sign-ins than the API server allows from one address with one email. Unless the API server trusts this
 * proxy, all browsers have this server's address there, and one that guesses must not use up the attempts of the others.
 */
const FAILURES = { perPair: 5 };

/** Serves signing in and out, the signed-in user, and the orders. */
export function serveEndpoints(router: IRouter, desk: Desk): void {
  const { config, logger, hub, sessions, upstreams, withdraw } = desk;
  const limitSignIns = createLoginLimits(FAILURES, login.errors[429]);

  const sessionOf = (request: Request): Session => {
    const session = sessions.find(request);
    if (session === undefined) throw new Refusal("unauthenticated", [whoAmI.errors[401]]);
    return session;
  };

  const readJson = createReadJson(BODY_LIMIT);
  function serve<E extends AnyEndpoint>(endpoint: E, handle: (call: ExpressCall<E, Session>) => Promise<Answer<E>>) {
    const context: EndpointContext<Session> = {
      router,
      async authenticate(request) {
        // Refuse an unknown query before the session is checked.
        readQuery(endpoint.query, request, []);
        return sessionOf(request);
      },
      readJson,
      // Tokens of the API server are not accepted here.
      parameters: [],
    };
    serveEndpoint(context, endpoint, handle);
  }

  serve(signIn, async ({ body, request, response }) => {
    const address = clientAddress(request);
    const attempt = await limitSignIns(address, body.email.trim());
    const { data } = await passOn(apiClient(config.apiUrl, { address }).call(login, { body })).catch(
      async (refused: unknown) => {
        if (!(refused instanceof Refusal && refused.status === 401)) await attempt.dropped();
        throw refused;
      },
    );
    await attempt.succeeded();
    if (data.user.role !== "admin") throw new Refusal("forbidden", [signIn.errors[403]]);
    sessions.begin(response, data.user, data.token);
    logger.info({ user: data.user.id }, "signed in");
    return { data: data.user };
  });

  serve(signOut, async ({ request, response }) => {
    const session = sessions.find(request);
    if (session !== undefined) {
      sessions.end(response, session);
      hub.disconnectSession({ id: session.user.id, sessionId: session.id });
      if (sessions.tokenOf(session.user.id) === undefined) upstreams.forget(session.user.id);
      // The API server may be unreachable; the session here ends anyway.
      await apiClient(config.apiUrl, { token: session.token })
        .call(logout, {})
        .catch(() => {});
    }
    return { data: {} };
  });

  serve(whoAmI, async ({ principal }) => ({ data: principal.user }));

  serve(dashboardOrders, async ({ principal: { token, user }, query, request }) => {
    // The position is of this server's log and is read before the rows, so the rows already have everything that is
    // passed on in between (D5.1, D6.2).
    const position = await hub.head();
    const onBehalf = { token, address: clientAddress(request) };
    const { data } = await passOn(apiClient(config.apiUrl, onBehalf).call(listAdminOrders, { query })).catch(
      (refused: unknown) => {
        if (refused instanceof Refusal && (refused.status === 401 || refused.status === 403)) withdraw(user.id);
        throw refused;
      },
    );
    return { data, position };
  });
}
