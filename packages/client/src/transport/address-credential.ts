import { createStreamTicket } from "@tidings/contracts";
import { ClientError } from "../error.ts";
import { type CallContext, callEndpoint } from "../http/call.ts";

/** The credential that a stream's address carries, for where no header can be set; none where a cookie signs in. */
export interface AddressCredential {
  readonly ticket?: string;
  readonly token?: string;
}

/** What streams that sign in by their address share. */
export interface AddressCredentialOptions extends Omit<CallContext, "auth"> {
  token(): Promise<string | undefined>;
  /** Hears, once, that the server gives no tickets and tokens go into addresses. */
  report(problem: ClientError): void;
}

/** Answers what to put in the address of one attempt to open a stream. */
export type GetAddressCredential = (stream: string, signal: AbortSignal) => Promise<AddressCredential>;

const NO_ENDPOINT = new Set([404, 405, 501]);

/**
 * Fetches a ticket for every attempt: one opens one stream once (C18.1, C18.2). From a server that has no tickets it falls back
 * to the token itself, for as long as the client lives, and says so.
 */
export function createAddressCredential({ token, report, ...context }: AddressCredentialOptions): GetAddressCredential {
  // A 401 is answered by the connection, which refreshes once for all.
  const auth = { token, refresh: async () => false };
  let withoutTickets = false;

  return async (stream, signal) => {
    const own = await token();
    if (!own) return {};
    if (withoutTickets) return { token: own };
    try {
      const { data } = await callEndpoint({ ...context, auth }, createStreamTicket, { body: { stream } }, { signal });
      return { ticket: data.ticket };
    } catch (error) {
      if (!hasNoTickets(error)) throw error;
      withoutTickets = true;
      const message =
        "the server gives no stream tickets, so that tokens go into addresses and logs; update the server";
      report(new ClientError("no_tickets", message, { subject: createStreamTicket.name, cause: error }));
      return { token: own };
    }
  };
}

/** Whether there is no such endpoint; some servers answer every unknown path with their one page. */
function hasNoTickets(error: unknown): boolean {
  return error instanceof ClientError && (error.code === "invalid_response" || NO_ENDPOINT.has(error.status ?? 0));
}
