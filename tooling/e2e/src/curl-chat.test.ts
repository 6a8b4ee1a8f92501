import { startServer } from "@tidings/services";
import { expect, it } from "vitest";
import { signIn } from "./testing/api.ts";
import { openCommand, runCommand } from "./testing/curl.ts";

// The commands of brief 002 as it prints them, with its shell variables set; only the port is another.

const STREAM = `curl -N -H "Authorization: Bearer \${TOKEN}" \\
  "http://localhost:3000/api/sse?conversationId=\${CONVERSATION_ID}"`;
const SEND = `curl -X POST http://localhost:3000/api/chat/messages \\
  -H "Authorization: Bearer \${TOKEN}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "conversationId": "'\${CONVERSATION_ID}'",
    "text": "Test message"
  }'`;

it("002 manual test with curl: the stream of one receives what another terminal sends", async () => {
  await using server = await startServer({ env: { HEARTBEAT_MS: "200" } });
  const [ada, grace] = [await signIn(server, "ada"), await signIn(server, "grace")];
  const me = JSON.parse(await runCommand(`curl -s ${server.url}/api/auth/me -H "Authorization: Bearer ${grace}"`));
  const created = await runCommand(
    `curl -s ${server.url}/api/chat/conversations -H "Authorization: Bearer ${ada}" \
     -H "Content-Type: application/json" -d '{"participantIds": ["${me.data.id}"]}'`,
  );
  const { conversationId } = JSON.parse(created).data;
  const fill = (command: string, token: string) =>
    command
      .replace("http://localhost:3000", server.url)
      .replace(`\${TOKEN}`, token)
      .replace(`'\${CONVERSATION_ID}'`, conversationId)
      .replace(`\${CONVERSATION_ID}`, conversationId);

  using terminal = openCommand(fill(STREAM, grace));
  await expect.poll(() => terminal.output).toMatch(/\n: heartbeat\n/);
  expect(terminal.output).toMatch(
    /^event: connected\nid: .*\nretry: \d{4}\ndata: \{"message":"SSE connection established","conversationId":"conv_[^\n]*\}\n\n/,
  );

  // The sender is another than the listener: nobody hears themselves.
  const answer = JSON.parse(await runCommand(fill(SEND, ada)));
  expect(answer).toMatchObject({ success: true, data: { text: "Test message", status: "sent", conversationId } });
  await expect
    .poll(() => terminal.output)
    .toMatch(
      new RegExp(`\\nevent: message\\nid: .*\\ndata: \\{"messageId":"${answer.data.messageId}","text":"Test message",`),
    );
});
