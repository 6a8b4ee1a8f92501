import { startServer } from "@tidings/services";
import { expect, it } from "vitest";
import { signIn } from "./testing/api.ts";
import { openCommand, runCommand } from "./testing/curl.ts";

// The commands of brief 001 as it prints them. Filled in: the port, the credential, and the items it leaves out.

const STREAM = `curl -N -H "Authorization: Bearer YOUR_ADMIN_ID" \\
  http://localhost:5000/api/admin/stream/orders`;
const SUBMIT = `curl -X POST http://localhost:5000/api/order/submit \\
  -H "Content-Type: application/json" \\
  -d '{
    "userId": "test-user",
    "order": {
      "items": [...],
      "totalAmount": 50.0,
      "deliveryAddress": "123 Main St"
    }
  }'`;
const ITEMS = '[{"name": "Tea", "qty": 2, "unit_price": 25}]';

const at = (command: string, server: { readonly url: string }) => command.replace("http://localhost:5000", server.url);

it("001 test the API endpoint: connected, heartbeat, and the order submitted in the other terminal", async () => {
  await using server = await startServer({ env: { HEARTBEAT_MS: "200" } });
  const admin = await signIn(server, "admin");
  using terminal = openCommand(at(STREAM, server).replace("YOUR_ADMIN_ID", admin));
  await expect.poll(() => terminal.output).toMatch(/\n: heartbeat\n/);
  expect(terminal.output).toMatch(/^id: .*\nretry: \d{4}\ndata: \{"type":"connected"[^\n]*\}\n\n/);

  const submit = at(SUBMIT, server).replace("[...]", ITEMS);
  const answer = JSON.parse(await runCommand(`${submit} -H "Authorization: Bearer ${admin}"`));
  expect(answer).toMatchObject({ success: true, data: { userId: "test-user", totalAmount: 50, status: "PENDING" } });
  const { id } = answer.data;
  await expect
    .poll(() => terminal.output)
    .toMatch(new RegExp(`\\nevent: new_order\\nid: .*\\ndata: \\{"id":"${id}","orderId":"${id}",[^\\n]*\\}\\n\\n`));
});

it("001 without a credential an order is refused: done differently, because anybody could order for anybody", async () => {
  await using server = await startServer();
  const answer = await runCommand(at(SUBMIT, server).replace("[...]", ITEMS));
  expect(answer).toBe('{"success":false,"errors":["Not authorized, token failed"]}');
});
