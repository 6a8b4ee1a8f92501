import { act } from "@testing-library/react";
import { createClient } from "@tidings/client";
import { greeting, leftovers, nothing, orderUpdate } from "@tidings/client/testing";
import { ordersStream } from "@tidings/contracts/orders";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { TidingsProvider } from "./tidings-provider.tsx";
import { useConnectionStatus } from "./use-connection-status.ts";

let renders = 0;

function Whole({ enabled = true }: { readonly enabled?: boolean }) {
  renders += 1;
  const { state, freshness } = useConnectionStatus(ordersStream, { enabled });
  return <p>{`${state} ${freshness}`}</p>;
}

function LastEvent() {
  renders += 1;
  return <p>{useConnectionStatus(ordersStream).lastEventAt}</p>;
}

function IsLive() {
  renders += 1;
  return <p>{String(useConnectionStatus(ordersStream, { select: ({ freshness }) => freshness === "live" }))}</p>;
}

describe("useConnectionStatus", () => {
  it("shows the connection and follows it", async () => {
    const page = await renderTidings(<Whole />);
    expect(page.container.textContent).toBe("connecting unknown");
    await page.stream(greeting());
    expect(page.container.textContent).toBe("open live");
    await page.drop();
    expect(page.container.textContent).toBe("reconnecting live");
  });

  it("C43, C15: renders only for what is selected or read, and once a frame", async () => {
    const page = await renderTidings(<IsLive />);
    await page.stream(greeting());
    expect(page.container.textContent).toBe("true");
    renders = 0;
    await page.send(orderUpdate(1), orderUpdate(2));
    expect(renders).toBe(0);
    await page.show(<Whole />);
    renders = 0;
    await page.send(orderUpdate(3));
    expect(renders).toBe(0);
    await page.show(<LastEvent />);
    await page.advance(1);
    renders = 0;
    await page.send(orderUpdate(4), orderUpdate(5), orderUpdate(6));
    // StrictMode renders twice.
    expect(renders).toBe(2);
  });

  it("C12.1: leaves nothing behind, and is idle when it is not enabled", async () => {
    const page = await renderTidings(<Whole />);
    await page.stream(greeting());
    await page.show(<Whole enabled={false} />);
    expect(page.container.textContent).toBe("idle unknown");
    await page.advance(1_000);
    expect(leftovers(page)).toEqual(nothing);
  });

  it("renders on a server without connecting, and hydrates to the same", async () => {
    const fetch = vi.fn(() => new Promise<Response>(() => {}));
    const client = createClient({ host: { fetch } });
    const ui = (
      <TidingsProvider client={client}>
        <Whole />
      </TidingsProvider>
    );
    const container = document.createElement("div");
    container.innerHTML = renderToString(ui);
    expect(container.textContent).toBe("idle unknown");
    expect(fetch).not.toHaveBeenCalled();
    const mismatches: unknown[] = [];
    const root = await act(async () =>
      hydrateRoot(container, ui, { onRecoverableError: (error) => mismatches.push(error) }),
    );
    expect(mismatches).toEqual([]);
    expect(container.textContent).toBe("connecting unknown");
    expect(fetch).toHaveBeenCalledTimes(1);
    await act(async () => root.unmount());
    client.close();
  });
});
