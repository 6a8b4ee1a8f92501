import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf } from "@tidings/contracts/chat";
import { streams as servedStreams } from "@tidings/contracts/domains";
import { expect, it } from "vitest";
import { startServer } from "../testing/start-server.ts";

it("D15.5, S16.1: every stream takes batch=true, refuses anything else, and is compressed where it may be", async () => {
  await using server = await startServer({ env: { STREAM_COMPRESSION: "gzip" } });
  const tokens = {
    user: await server.signIn(sampleUsers.ada.email),
    admin: await server.signIn(sampleUsers.admin.email),
  };
  const { ada, grace } = sampleUsers;
  await server.call(tokens.user, "POST", "/api/chat/conversations", { participantIds: [grace.id] });
  for (const { name, path, access } of servedStreams) {
    const token = access === "admin" ? tokens.admin : tokens.user;
    const query = name === "chat" ? `&conversationId=${conversationOf(ada.id, grace.id)}` : "";
    const address = `${path}?token=${token}${query}`;
    const { response } = await server.open(`${address}&batch=true`, { headers: { "Accept-Encoding": "gzip" } });
    expect([name, response.status, response.headers.get("content-encoding")]).toEqual([name, 200, "gzip"]);
    const refused = await server.fetch(`${address}&batch=no`);
    expect([name, refused.status]).toEqual([name, 400]);
  }
});
