import { createSecretKey } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { encodeEvent } from "@tidings/wire";
import jwt from "jsonwebtoken";
import { serveTarget } from "../target.ts";

// What plain http costs with nothing beside it but the check of a token, by the library that the server uses.
const responses = new Set<ServerResponse>();
const key = createSecretKey("0123456789abcdef0123456789abcdef", "utf8");
const claims = { email: "ada@example.com", name: "Ada Lovelace", role: "user" };
const token = jwt.sign(claims, key, { algorithm: "HS256", subject: "ada", expiresIn: 3600, jwtid: "a-token" });

const server = createServer((_request, response) => {
  jwt.verify(token, key, { algorithms: ["HS256"] });
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  response.write(encodeEvent({ event: "connected", data: "{}" }));
  responses.add(response);
  response.on("close", () => responses.delete(response));
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  const address = server.address();
  if (address !== null && typeof address !== "string") serveTarget(address.port, { publish() {} });
});
