import { Refusal } from "@tidings/admission";
import { callEndpoint } from "@tidings/admission/http";
import { createReadJson } from "@tidings/admission/node";
import type { AnyStream } from "@tidings/contracts";
import { createStreamTicket } from "@tidings/contracts/auth";
import { answerJson } from "./answer.ts";
import type { Doors, Reader } from "./doors.ts";
import { type Handler, requireMethod } from "./handler.ts";
import type { Limits } from "./limits.ts";

/**
 * The addresses where tickets are made: one for requests by hand, and the one that `@tidings/client` uses where it
 * cannot set a header.
 */
export const TICKET_PATHS = ["/ticket", createStreamTicket.path] as const;

/** The most bytes of a body, which only names one stream. */
const MAX_BODY = 4096;

/** What tickets are made with. */
export interface TicketRouteOptions {
  readonly doors: Doors;
  readonly streams: readonly AnyStream[];
  readonly limits: Limits;
}

/** `POST /ticket`: a ticket for one stream, for readers that cannot set a header (S13). */
export function ticketRoute({ doors, streams, limits }: TicketRouteOptions): Handler {
  const readJson = createReadJson(MAX_BODY);
  const admission = { limitCalls: ({ id }: Reader) => limits.ticketFor(id), parameters: [] };
  return async (request, response) => {
    requireMethod(request, "POST", "A ticket is made with POST");
    const { status, body } = await callEndpoint(
      admission,
      createStreamTicket,
      {
        url: request.url,
        params: {},
        header: (name) => headerOf(request.headers[name]),
        identify: () => doors.askTicket(request),
        readJson: () => readJson(request, response),
      },
      async ({ principal, body: { stream } }) => {
        if (!streams.some(({ name }) => name === stream)) {
          const names = streams.map(({ name }) => name).join(", ");
          throw new Refusal("bad_request", [`stream: there is no such stream; the contract has ${names}`]);
        }
        const { ticket, expiresAt } = await doors.issueTicket(principal, stream);
        return { data: { ticket, expiresAt: new Date(expiresAt).toISOString() } };
      },
    );
    answerJson(request, response, status, body);
  };
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
