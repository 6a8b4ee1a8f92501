import { startServer } from "@tidings/services";
import { expect, it } from "vitest";
import { signIn } from "./testing/api.ts";
import { openCommand, runCommand } from "./testing/curl.ts";
import { received } from "./testing/seeds.ts";

// The commands and answers of brief 000, as it prints them; only the port and what stands in <> is filled in.

/** Fills in what the brief leaves to the reader. */
function fill(command: string, site: { readonly url: string }, values: Readonly<Record<string, string>>): string {
  const filled = Object.entries(values).reduce((text, [name, value]) => text.replace(`<${name}>`, value), command);
  return filled.replace("http://localhost:8000", site.url.replace("127.0.0.1", "localhost"));
}

const OPEN = 'curl -N "http://localhost:8000/api/orders/stream?token=<your-jwt-token>"';
const OPEN_WITH_HEADERS = OPEN.replace("curl -N", "curl -N -i");
const TRIGGER = `curl -X PATCH http://localhost:8000/api/orders/<order-uuid>/status \\
  -H "Content-Type: application/json" \\
  -H "Authorization: Bearer <token>" \\
  -d '{"order_status": "Preparing"}'`;

it("000.1 connect: the headers, then the event connected, then a ping at each interval", async () => {
  await using server = await startServer({ env: { HEARTBEAT_MS: "200" } });
  using terminal = openCommand(fill(OPEN_WITH_HEADERS, server, { "your-jwt-token": await signIn(server, "ada") }));
  await expect.poll(() => terminal.output).toMatch(/(^: ?ping\n[\s\S]*){2}/m);
  const [head = "", body = ""] = terminal.output.split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r$/m);
  expect(head).toMatch(/^Content-Type: text\/event-stream\r$/m);
  expect(head).toMatch(/^Cache-Control: .*no-cache.*\r$/m);
  expect(head).toMatch(/^Connection: keep-alive\r$/m);
  expect(head).toMatch(/^X-Accel-Buffering: no(\r|$)/m);
  expect(body).toMatch(/^event: connected\n(id: .*\n)?(retry: .*\n)?data: \{"message":"SSE connected"[^\n]*\}\n\n/);
});

it("000.1 an invalid token is 401 with the brief's body", async () => {
  await using server = await startServer();
  const command = fill(OPEN_WITH_HEADERS, server, { "your-jwt-token": "wrong" });
  const answer = await runCommand(command);
  expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
  expect(answer.split("\r\n\r\n")[1]).toBe('{"success":false,"errors":["Not authorized, token failed"]}');
});

it("000.3 trigger in one terminal, and the first instantly receives it", async () => {
  await using server = await startServer();
  using terminal = openCommand(fill(OPEN, server, { "your-jwt-token": await signIn(server, "ada") }));
  await expect.poll(() => terminal.output).toContain("event: connected\n");
  const token = await signIn(server, "admin");
  const answer = JSON.parse(await runCommand(fill(TRIGGER, server, { "order-uuid": received.id, token })));
  expect(answer).toMatchObject({
    success: true,
    data: {
      id: received.id,
      order_code: "ORD-A7X3B2",
      user_id: received.user_id,
      address_id: received.address_id,
      total_qty: 3,
      final_amount: 460.0,
      order_status: "Preparing",
    },
    message: "Order status updated",
  });
  await expect
    .poll(() => terminal.output)
    .toMatch(
      new RegExp(
        `event: order_status_update\\n(id: .*\\n)?data: \\{"order_id":"${received.id}",` +
          `"order_code":"ORD-A7X3B2","order_status":"Preparing"`,
      ),
    );
});

it("000.3 a wrong status is 400, an order that is not there 404, no token 401, each with the brief's words", async () => {
  await using server = await startServer();
  const token = await signIn(server, "admin");
  const answerTo = async (command: string, id: string) => {
    const values = { "order-uuid": id, token };
    const printed = await runCommand(fill(command.replace("curl", "curl -w '\\n%{http_code}'"), server, values));
    const [body = "", status] = printed.split("\n");
    return [Number(status), JSON.parse(body)];
  };
  expect(await answerTo(TRIGGER.replace("Preparing", "Lost"), received.id)).toEqual([
    400,
    {
      success: false,
      errors: ["Invalid status. Must be one of: Order Received, Preparing, Out for Delivery, Delivered, Cancelled"],
    },
  ]);
  expect(await answerTo(TRIGGER, "00000000-0000-4000-8000-000000000000")).toEqual([
    404,
    { success: false, errors: ["Order not found"] },
  ]);
  expect(await answerTo(TRIGGER.replace("Bearer <token>", "Bearer wrong"), received.id)).toEqual([
    401,
    { success: false, errors: ["Not authorized, token failed"] },
  ]);
});
