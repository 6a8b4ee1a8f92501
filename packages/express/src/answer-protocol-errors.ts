import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorBody } from "@tidings/contracts";

/** The answer to a request that never reached a route. */
interface Refusal {
  readonly status: string;
  readonly words: string;
}

const MALFORMED: Refusal = { status: "400 Bad Request", words: "The request is not valid HTTP/1.1; check its framing" };
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    words: "The address and headers together are too large; send less",
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: "413 Content Too Large", words: "The chunk extensions are too large" },
  ERR_HTTP_REQUEST_TIMEOUT: { status: "408 Request Timeout", words: "The request did not come to its end; try again" },
};

/**
 * Answers requests that Node refuses before any route sees them with the usual error body; Node itself would send none.
 * It also sends `100 Continue` only if that cannot break another answer.
 */
export function answerProtocolErrors(server: Server): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => answering.set(request.socket, response));

  server.on("clientError", (error: Error & { code?: string }, socket: Duplex) => {
    const refusal = REFUSALS[error.code ?? ""] ?? MALFORMED;
    const response = answering.get(socket);
    if (response === undefined || response.writableFinished || !response.headersSent) refuse(socket, refusal);
    // The previous answer is finished and only has to be sent, because several requests may come in one packet. Wait
    // for it.
    else if (response.writableEnded) response.once("finish", () => refuse(socket, refusal));
    // While another answer is being sent, the client would read these bytes as a part of it.
    else socket.destroy();
  });

  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    // A response without a socket waits for the end of another one. Node would write `100 Continue` behind the other's
    // headers, where the client reads it as the body. It may be left out (RFC 9110 10.1.1); such a connection ends with
    // the answer.
    if (response.socket !== null) response.writeContinue();
    server.emit("request", request, response);
  });

  server.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) => {
    const body = bodyOf("The header Expect asks for what this server does not do; leave it out");
    response.writeHead(417, headersOf(body));
    response.end(body);
  });
}

function refuse(socket: Duplex, { status, words }: Refusal): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = bodyOf(words);
  const headers = Object.entries({ ...headersOf(body), Connection: "close" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.end([`HTTP/1.1 ${status}`, ...headers, "", body].join("\r\n"), () => socket.destroy());
}

function headersOf(body: string) {
  return {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": String(body.length),
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
  };
}

/** ASCII, so that its length in characters is its length in bytes. */
function bodyOf(words: string): string {
  const body: ErrorBody = { success: false, errors: [words] };
  return JSON.stringify(body);
}
