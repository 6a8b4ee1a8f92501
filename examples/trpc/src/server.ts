import type { Server } from "node:http";
import { createStreamServer, serveStream } from "@tidings/hub/node";
import { notificationsOf } from "@tidings/notify";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { hub } from "./hub.ts";
import { appRouter } from "./router.ts";
import { signedInUser } from "./users.ts";

/** tRPC under `/trpc/`, and beside it the stream: mutations go one way, events the other. */
export function createAppServer(): Server {
  const trpc = createHTTPHandler({
    router: appRouter,
    basePath: "/trpc/",
    createContext: ({ req }) => ({ user: signedInUser(req) }),
  });

  return createStreamServer((request, response) => {
    const path = request.url?.split("?", 1)[0] ?? "";
    if (path.startsWith("/trpc/")) return trpc(request, response);
    if (path !== "/api/sse") return response.writeHead(404).end();

    const user = signedInUser(request);
    if (user === undefined) return response.writeHead(401).end();
    serveStream(hub, request, response, notificationsOf({ userId: user.id }));
  });
}
