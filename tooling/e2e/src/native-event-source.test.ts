import { once } from "node:events";
import { createServer } from "node:net";
import { startServer } from "@tidings/services";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { it } from "./testing/browser-test.ts";
import { visit } from "./testing/visitor.ts";

// The browser's own EventSource and its own reconnecting, as the briefs' pages use it: no client of ours.

/** Opens the orders stream and collects how each greeting says that it goes on. */
async function listen(page: Page) {
  const handle = await page.evaluateHandle(() => {
    const source = new EventSource("/api/orders/stream");
    const heard = { resumes: [] as string[], errors: 0, state: () => source.readyState };
    source.addEventListener("connected", ({ data }) => heard.resumes.push(JSON.parse(data).resume));
    source.addEventListener("error", () => {
      heard.errors += 1;
    });
    return heard;
  });
  return {
    resumes: () => handle.evaluate(({ resumes }) => resumes),
    /** 2 is closed: it has given up. */
    state: () => handle.evaluate(({ state }) => state()),
  };
}

for (const drainMs of ["0", "1500"]) {
  it(`W14.3: after SIGTERM, DRAIN_MS=${drainMs}, an EventSource does not hammer an address where nobody answers, and comes back`, async ({
    browser,
  }) => {
    await using server = await startServer({ env: { DRAIN_MS: drainMs } });
    await using ada = await visit(browser, server, { as: "ada" });
    const [page] = await ada.open("/healthz");
    const source = await listen(page);
    await expect.poll(source.resumes).toEqual(["none"]);
    expect(await server.kill("SIGTERM")).toEqual({ code: 0, signal: null });

    // Somebody who hangs up on everyone, to see how often they come.
    const attempts: number[] = [];
    const nobody = createServer((socket) => {
      attempts.push(performance.now());
      socket.destroy();
    });
    nobody.listen(Number(new URL(server.url).port), "127.0.0.1");
    await once(nobody, "listening");
    await expect.poll(() => attempts.length).toBeGreaterThanOrEqual(3);
    // Two waits of 2 s at the least lie between the first and the third.
    expect((attempts[2] ?? 0) - (attempts[0] ?? 0)).toBeGreaterThan(3_900);
    nobody.close();
    await once(nobody, "close");

    expect(await source.state()).toBe(0);
    await server.restart();
    await expect.poll(source.resumes).toEqual(["none", "complete"]);
  });
}
