import { expect, it } from "vitest";
import { listenTo } from "../testing/listen-to.ts";
import { startHub } from "../testing/start-hub.ts";

it("S15: metrics count the streams that are open at this moment", async () => {
  const { url } = await startHub({ metricsToken: "a-token-for-metrics" });
  const open = async () => {
    const headers = { Authorization: "Bearer a-token-for-metrics" };
    const text = await (await fetch(`${url}/metrics`, { headers })).text();
    return /^tidings_connections\{stream="builds"\} (\d+)$/m.exec(text)?.[1];
  };
  expect(await open()).toBe("0");
  await (await listenTo(`${url}/builds`)).next();
  expect(await open()).toBe("1");
});
