import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { isListening } from "./port.ts";
import { startRedis } from "./redis.ts";

async function ask(url: string, command: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(`${command}\r\n`);
  const [answer] = await once(socket, "data");
  socket.destroy();
  return String(answer).trim();
}

it("a private Redis answers, comes back empty on its port after kill -9, and is gone at the end of its block", async () => {
  let port = 0;
  {
    await using redis = await startRedis();
    port = Number(new URL(redis.url).port);
    expect(await ask(redis.url, "SET a 5")).toBe("+OK");
    expect(await ask(redis.url, "EXISTS a")).toBe(":1");
    await redis.kill();
    expect(await isListening(port)).toBe(false);
    await redis.start();
    expect(await ask(redis.url, "EXISTS a")).toBe(":0");
  }
  expect(await isListening(port)).toBe(false);
});
