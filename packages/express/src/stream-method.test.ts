import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { expect, it } from "vitest";
import { answerErrors } from "./answer-errors.ts";
import { onlyStreamMethods } from "./stream-method.ts";

it.each([
  ["GET", 200],
  ["HEAD", 200],
  ["POST", 405],
  ["PUT", 405],
  ["DELETE", 405],
])(
  "W13.2: %s at a stream's address is answered with %i, and a refusal names what is allowed",
  async (method, status) => {
    const app = express();
    app.all("/stream", onlyStreamMethods, (_request, response) => void response.end());
    app.use(answerErrors({ onFailure() {} }));
    const server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const { port } = server.address() as AddressInfo;
      const answer = await fetch(`http://127.0.0.1:${port}/stream`, { method });
      expect(answer.status).toBe(status);
      expect(answer.headers.get("allow")).toBe(status === 405 ? "GET, HEAD" : null);
      await answer.arrayBuffer();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
