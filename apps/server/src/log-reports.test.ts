import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { startServer } from "./testing/start-server.ts";
import { writeFromOutside } from "./testing/write-from-outside.ts";

it("a stream is two lines by its connection's id: whose and from where, and why it ended after how long and how much", async () => {
  await using server = await startServer();
  const stream = await server.open(`/api/orders/stream?token=${await server.signIn(sampleUsers.ada.email)}`);
  const connection = (await stream.next()).data.connectionId;
  await writeFromOutside(
    server.config.dataDir,
    `UPDATE orders SET order_status = 'Preparing' WHERE id = '${sampleOrders[0].id}'`,
  );
  await stream.next();
  stream.close();
  const lines = () => server.logged.map((line) => JSON.parse(line)).filter((line) => line.connection === connection);
  await expect.poll(() => lines()).toHaveLength(2);
  const who = { connection, stream: "orders", user: sampleUsers.ada.id, address: "127.0.0.1" };
  expect(lines()).toMatchObject([
    { ...who, msg: "stream opened", resume: "none" },
    { ...who, msg: "stream closed", reason: "gone", seconds: expect.any(Number), events: 1 },
  ]);
});
