import type { IncomingMessage, Server } from "node:http";
import { createStreamServer, serveStream } from "@tidings/hub/node";
import { notificationsOf } from "@tidings/notify";
import PQueue from "p-queue";
import { hub } from "./hub.ts";
import { type ProcessChunk, processUpload } from "./process-upload.ts";

/** Stands in for your sign-in: the token of each user. */
const users = new Map([
  ["token-of-ada", "ada"],
  ["token-of-grace", "grace"],
]);

function signedInUser({ headers }: IncomingMessage): string | undefined {
  const [, token = ""] = /^Bearer (\S+)$/.exec(headers.authorization ?? "") ?? [];
  return users.get(token);
}

/** `POST /api/uploads` puts a job into the queue and answers at once; what becomes of it is told on `/api/sse`. */
export function createUploadServer(processChunk: ProcessChunk): { readonly server: Server; readonly queue: PQueue } {
  const queue = new PQueue({ concurrency: 2 });
  const server = createStreamServer((request, response) => {
    const userId = signedInUser(request);
    if (userId === undefined) return response.writeHead(401).end();

    const path = request.url?.split("?", 1)[0];
    if (path === "/api/sse") return serveStream(hub, request, response, notificationsOf({ userId }));
    if (path !== "/api/uploads" || request.method !== "POST") return response.writeHead(404).end();

    const fileId = crypto.randomUUID();
    void queue.add(() => processUpload({ userId, fileId }, processChunk));
    response.writeHead(202, { "Content-Type": "application/json" }).end(JSON.stringify({ success: true, fileId }));
  });
  return { server, queue };
}
