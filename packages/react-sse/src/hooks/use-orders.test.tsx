import { act, cleanup, render, screen } from "@testing-library/react";
import { createClient } from "@tidings/client";
import { createFakeHost, createFakeServer, greeting, orderUpdate } from "@tidings/client/testing";
import { sampleOrders } from "@tidings/contracts/orders";
import { StrictMode } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { TidingsProvider } from "./tidings-provider.tsx";
import { useOrders } from "./use-orders.ts";

afterEach(cleanup);

function Orders({ label }: { readonly label: string }) {
  const { orders, status } = useOrders();
  return <p data-testid={label}>{`${status} ${orders[0]?.order_status ?? "none"}`}</p>;
}

describe("useOrders", () => {
  it("C1: loads once under StrictMode, streams from there, and shows a change", async () => {
    const server = createFakeServer();
    const host = createFakeHost(server.fetch);
    const client = createClient({ host });
    render(
      <StrictMode>
        <TidingsProvider client={client}>
          <Orders label="a" />
          <Orders label="b" />
        </TidingsProvider>
      </StrictMode>,
    );
    expect(screen.getByTestId("a").textContent).toBe("loading none");
    await act(() => host.advance(0));
    expect(server.requests.map(({ url }) => url.pathname)).toEqual(["/api/orders"]);
    await act(async () => {
      await server.last.answer(200, { success: true, data: sampleOrders, position: "e:1" });
      await host.frame();
    });
    expect(screen.getByTestId("b").textContent).toBe("ready Order Received");
    expect(server.requests.map(({ url }) => url.pathname)).toEqual(["/api/orders", "/api/orders/stream"]);
    expect(server.last.headers.get("last-event-id")).toBe("e:1");
    await act(async () => {
      await server.last.accept();
      await server.last.send(greeting({ resume: "complete", position: "e:1" }), orderUpdate(2));
      await host.frame();
    });
    expect(screen.getByTestId("a").textContent).toBe("ready Preparing");
    expect(screen.getByTestId("b").textContent).toBe("ready Preparing");
    cleanup();
    await host.advance(2_500);
    expect(server.open).toBe(0);
    expect(host.pending).toEqual({ timers: 0, frames: 0, listeners: 0 });
  });
});
