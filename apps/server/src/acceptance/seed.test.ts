import { sampleUsers } from "@tidings/contracts/auth";
import { conversation } from "@tidings/contracts/chat";
import { type Order, order } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import * as z from "zod";
import { startServer, temporaryDirectory } from "../testing/start-server.ts";
import { writeFromOutside } from "../testing/write-from-outside.ts";

it("the first start in development has the demo users, each with orders that fit the contract and add up", async () => {
  await using server = await startServer();
  for (const { id, email } of Object.values(sampleUsers)) {
    const { data } = (await (await server.call(await server.signIn(email), "GET", "/api/orders")).json()) as {
      data: Order[];
    };
    expect(data.length).toBeGreaterThan(0);
    for (const one of data) {
      expect(z.safeParse(order, one).success).toBe(true);
      expect(one.user_id).toBe(id);
      expect(one.total_qty).toBe(one.items.reduce((sum, { qty }) => sum + qty, 0));
      const cents = one.items.reduce((sum, { qty, unit_price }) => sum + qty * Math.round(unit_price * 100), 0);
      expect(Math.round(one.final_amount * 100)).toBe(cents);
      expect(Date.parse(one.created_at)).toBeLessThan(Date.now());
      expect(Date.parse(one.created_at)).toBeGreaterThan(Date.now() - 24 * 60 * 60 * 1000);
    }
  }
});

it("the first start in development has records, prescriptions and appointments to look at", async () => {
  await using server = await startServer();
  const token = await server.signIn(sampleUsers.ada.email);
  const list = async (path: string) =>
    ((await (await server.call(token, "GET", path)).json()) as { data: { title?: string; status?: string }[] }).data;
  const titles = (rows: Awaited<ReturnType<typeof list>>) => rows.map(({ title }) => title);
  // Grace's own is not among them.
  expect(titles(await list("/api/records"))).toEqual(["Blood test", "Allergies", "Opening hours in March"]);
  expect((await list("/api/prescriptions")).map(({ status }) => status)).toEqual(["approved", "pending"]);
  expect(titles(await list("/api/appointments"))).toEqual(["Check-up with Dr. Lind", "Flu vaccination"]);
});

it("the first start in development has Ada and Grace talking, and one line that Ada has not read", async () => {
  await using server = await startServer();
  const token = await server.signIn(sampleUsers.ada.email);
  const answer = await server.call(token, "GET", "/api/chat/conversations");
  const { data } = (await answer.json()) as { data: unknown };
  const conversations = z.parse(z.array(conversation), data);
  expect(conversations).toHaveLength(1);
  expect(conversations[0]).toMatchObject({ unreadCount: 1, lastMessage: { senderName: "Grace", status: "sent" } });
});

it("a later start leaves the data alone", async () => {
  using directory = temporaryDirectory();
  {
    await using server = await startServer({ dataDir: directory.path });
    await writeFromOutside(server.config.dataDir, "DELETE FROM orders", "DELETE FROM users WHERE role = 'admin'");
  }
  await using server = await startServer({ dataDir: directory.path });
  const { data } = (await (await server.call(await server.signIn("ada@example.com"), "GET", "/api/orders")).json()) as {
    data: Order[];
  };
  expect(data).toEqual([]);
});
