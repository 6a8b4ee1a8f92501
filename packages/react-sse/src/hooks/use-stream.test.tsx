import { leftovers, nothing } from "@tidings/client/testing";
import { notificationsStream } from "@tidings/contracts/notifications";
import { describe, expect, it } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { useStream } from "./use-stream.ts";

function Holder({ userId, enabled = true }: { readonly userId: string; readonly enabled?: boolean }) {
  const stream = useStream(notificationsStream, { query: { userId }, enabled });
  return <p>{stream === undefined ? "none" : "held"}</p>;
}

describe("useStream", () => {
  it("C11.1: is one connection for all components, under StrictMode and over renders with inline queries", async () => {
    const page = await renderTidings([<Holder key="a" userId="u" />, <Holder key="b" userId="u" />]);
    for (let render = 0; render < 3; render += 1) await page.show([<Holder key="a" userId="u" />]);
    await page.advance(10_000);
    expect(page.server.requests).toHaveLength(1);
    expect(page.container.textContent).toBe("held");
  });

  it("C11.1: survives a change of route shorter than a second", async () => {
    const page = await renderTidings(<Holder userId="u" />);
    await page.show(null);
    await page.advance(900);
    await page.show(<Holder userId="u" />);
    await page.advance(10_000);
    expect(page.server.requests.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it("changes its connection with its query, and lets go when it is not enabled", async () => {
    const page = await renderTidings(<Holder userId="u" />);
    await page.show(<Holder userId="v" />);
    await page.advance(1_000);
    expect(page.server.requests.map(({ url, aborted }) => [url.search, aborted])).toEqual([
      ["?userId=u", true],
      ["?userId=v", false],
    ]);
    await page.show(<Holder userId="v" enabled={false} />);
    expect(page.container.textContent).toBe("none");
    await page.advance(1_000);
    expect(leftovers(page)).toEqual(nothing);
  });

  it("C12.1: leaves nothing behind when it unmounts", async () => {
    const page = await renderTidings(<Holder userId="u" />);
    await page.stream();
    await page.leave();
    await page.advance(1_000);
    expect(leftovers(page)).toEqual(nothing);
  });
});
