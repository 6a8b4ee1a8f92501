import { greeting, leftovers, nothing, orderUpdate } from "@tidings/client/testing";
import { defineEvent, defineStream } from "@tidings/contracts";
import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { addPageToaster } from "../components/notifications/toasts/page-toaster.ts";
import type { EventToast } from "../components/notifications/toasts/toast-adapter.ts";
import { renderTidings } from "../testing/render-tidings.tsx";
import { type EventToastsOptions, useEventToasts } from "./use-event-toasts.ts";

let shown: EventToast[] = [];
beforeEach(() => {
  shown = [];
});

function OrderToasts(options: Partial<EventToastsOptions<typeof ordersStream>>) {
  useEventToasts(ordersStream, { toast: (toast) => shown.push(toast), ...options });
  return null;
}

function NotificationToasts() {
  useEventToasts(notificationsStream, {
    toast: (toast) => shown.push(toast),
    describe: (event) =>
      event.event === "announcement"
        ? { tone: "neutral", announce: "polite", summary: JSON.stringify(event.data) }
        : undefined,
  });
  return null;
}

const n = z.object({ n: z.number() });
const numbers = defineStream({
  name: "numbers",
  path: "/numbers",
  access: "anyone",
  events: {
    blip: defineEvent({ schema: n }),
    shown: defineEvent({
      schema: n,
      display: (data) => ({ tone: "info", announce: "polite", summary: `Number ${data.n}` }),
    }),
  },
});

function NoteToasts() {
  useEventToasts(numbers, { toast: (toast) => shown.push(toast) });
  return null;
}

const messages = () => shown.map(({ message }) => message);

describe("useEventToasts", () => {
  it("shows an event once under StrictMode, as the contract words it, and no greeting", async () => {
    const page = await renderTidings(<OrderToasts />);
    await page.stream(greeting(), orderUpdate(2), orderUpdate(3, { order_status: "Cancelled" }));
    expect(shown).toEqual([
      { message: "ORD-A7X3B2 — Preparing", tone: "info", announce: "polite", event: "order_status_update", count: 1 },
      {
        message: "ORD-A7X3B2 — Cancelled",
        tone: "danger",
        announce: "assertive",
        event: "order_status_update",
        count: 1,
      },
    ]);
  });

  it("shows no event that its contract does not say how to show", async () => {
    const page = await renderTidings(<NoteToasts />);
    await page.stream(greeting(), { event: "blip", data: '{"n":1}' }, { event: "shown", data: '{"n":2}' });
    expect(messages()).toEqual(["Number 2"]);
  });

  it("C17.1: sums up what was missed, and says so after a gap", async () => {
    const page = await renderTidings(<OrderToasts />);
    await page.stream(greeting({ position: "e:1" }));
    await page.drop();
    await page.advance(1_000);
    await page.stream(
      greeting({ resume: "complete", position: "e:4" }),
      orderUpdate(2),
      orderUpdate(3),
      orderUpdate(4),
    );
    expect(shown).toEqual([]);
    await page.advance(400);
    expect(messages()).toEqual(["3 updates while you were away. Latest: ORD-A7X3B2 — Preparing"]);
    await page.drop();
    await page.advance(2_000);
    await page.stream(greeting({ resume: "gap", position: "f:1" }));
    expect(messages().at(-1)).toBe("Some updates were missed, so the page was reloaded");
  });

  it("words several in the page's language", async () => {
    const page = await renderTidings(
      <OrderToasts summarize={(toasts, missed) => `${toasts.length} Neuigkeiten ${missed}`} />,
    );
    await page.stream(greeting(), ...[2, 3, 4, 5, 6].map((position) => orderUpdate(position)));
    await page.advance(2_000);
    expect(messages().at(-1)).toBe("2 Neuigkeiten false");
  });

  it("takes custom events and leaves others out when told how", async () => {
    const page = await renderTidings(<NotificationToasts />);
    await page.stream(
      { event: "success", id: "e:1", data: '{"message":"Done"}' },
      { event: "announcement", id: "e:2", data: '{"message":"New"}' },
    );
    expect(messages()).toEqual(['{"message":"New"}']);
  });

  it("also says them where the adapter is no live region", async () => {
    const page = await renderTidings(<OrderToasts announce />);
    await page.stream(greeting(), orderUpdate(2));
    expect(page.container.querySelector("[aria-live=polite]")?.textContent).toBe("ORD-A7X3B2 — Preparing");
  });

  it("C17.4: a toast that has nowhere to go is reported, warned of once, and read out all the same", async () => {
    const page = await renderTidings(<OrderToasts toast={undefined} announce />);
    await page.stream(greeting(), orderUpdate(2), orderUpdate(3));
    expect(page.problems.map(({ code }) => code)).toEqual(["toast_not_shown", "toast_not_shown"]);
    expect(page.host.warnings).toEqual([
      expect.stringMatching(/orders stream.*put <EventToaster \/> of @tidings\/react-sse\/sonner/),
    ]);
    expect(page.container.querySelector("[aria-live=polite]")?.textContent).toBe("ORD-A7X3B2 — Preparing");
  });

  it("C17.4: a toast goes to the toaster that is in the page when it comes", async () => {
    const page = await renderTidings(<OrderToasts toast={undefined} />);
    const remove = addPageToaster((toast) => shown.push(toast));
    await page.stream(greeting(), orderUpdate(2));
    expect(messages()).toEqual(["ORD-A7X3B2 — Preparing"]);
    remove();
    await page.send(orderUpdate(3));
    expect(messages()).toHaveLength(1);
    expect(page.problems.map(({ code }) => code)).toEqual(["toast_not_shown"]);
  });

  it("C12.1, C17.2: a page that is left shows what still waits in one toast, and leaves nothing behind", async () => {
    const page = await renderTidings(<OrderToasts />);
    await page.stream(greeting(), ...[2, 3, 4, 5, 6].map((position) => orderUpdate(position)));
    await page.leave();
    expect(messages().slice(3)).toEqual(["2 more updates. Latest: ORD-A7X3B2 — Preparing"]);
    await page.advance(1_000);
    expect(leftovers(page)).toEqual(nothing);
    await page.advance(10_000);
    expect(shown).toHaveLength(4);
  });

  it("C17.2: a replay that is cut short by leaving is summed up all the same", async () => {
    const page = await renderTidings(<OrderToasts />);
    await page.stream(greeting({ position: "e:1" }));
    await page.drop();
    await page.advance(1_000);
    await page.stream(greeting({ resume: "complete", position: "e:9" }), orderUpdate(2), orderUpdate(3));
    await page.show(null);
    expect(messages()).toEqual(["2 updates while you were away. Latest: ORD-A7X3B2 — Preparing"]);
  });

  it("C17.4: a page that goes together with its toaster is no mistake", async () => {
    const page = await renderTidings(<OrderToasts toast={undefined} />);
    const leaveToaster = addPageToaster((toast) => shown.push(toast));
    await page.stream(greeting(), ...[2, 3, 4, 5, 6].map((position) => orderUpdate(position)));
    leaveToaster();
    await page.leave();
    expect(page.problems).toEqual([]);
    expect(shown).toHaveLength(3);
  });

  it("C27.1: a toast that cannot be shown is reported, and is read out all the same", async () => {
    const bug = new Error("no place for toasts");
    const page = await renderTidings(
      <OrderToasts
        announce
        toast={() => {
          throw bug;
        }}
        summarize={() => {
          throw bug;
        }}
      />,
    );
    await page.stream(greeting(), ...[2, 3, 4, 5, 6].map((revision) => orderUpdate(revision)));
    await page.advance(2_000);
    expect(page.container.querySelector("[role=status]")?.textContent).toBe("ORD-A7X3B2 — Preparing");
    expect(page.problems.map(({ code, cause }) => [code, cause])).toEqual(
      Array.from({ length: 5 }, () => ["listener_failed", bug]),
    );
  });
});
