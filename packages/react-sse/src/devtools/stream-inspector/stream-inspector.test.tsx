import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { createFakeHost, createFakeServer } from "@tidings/client/testing";
import { encodeComment, encodeEvent } from "@tidings/wire";
import { Profiler, StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createStreamTap } from "../stream-tap.ts";
import { StreamInspector } from "./stream-inspector.tsx";

/** A page beside the panel: one stream of its own, which it reads as it comes. */
function openPage() {
  const server = createFakeServer();
  const host = createFakeHost(server.fetch);
  const tap = createStreamTap({ host });
  let newest: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const frame = () =>
    act(async () => {
      await host.advance(100);
      await host.frame();
    });
  return {
    tap,
    frame,
    /** Breaks the newest stream. */
    async drop() {
      await server.last.drop();
      await newest?.read().catch(() => {});
      await frame();
    },
    async open(url = "/stream") {
      const answer = tap.fetch(url, { headers: { accept: "text/event-stream" } });
      const request = server.last;
      await request.accept();
      const reader = (await answer).body?.getReader();
      newest = reader;
      await frame();
      return async (...texts: string[]) => {
        for (const text of texts) {
          await request.sendText(text);
          await reader?.read();
        }
        await frame();
      };
    },
  };
}

let page: ReturnType<typeof openPage>;
let renders = 0;
beforeEach(() => {
  page = openPage();
  renders = 0;
  render(
    <StrictMode>
      <Profiler id="inspector" onRender={() => (renders += 1)}>
        <StreamInspector tap={page.tap} />
      </Profiler>
    </StrictMode>,
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const log = () => screen.getByRole("region", { name: "What came over the wire" });
const shown = () => [...log().querySelectorAll("pre")].map((block) => block.textContent);
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const show = (option: string) => {
  const select = screen.getByLabelText<HTMLSelectElement>("Show");
  const found = within(select).getByRole<HTMLOptionElement>("option", { name: option });
  fireEvent.change(select, { target: { value: found.value } });
};

test("a server renders it empty", () => {
  expect(renderToString(<StreamInspector tap={page.tap} />)).toContain("Nothing yet");
});

test("C35.2: blocks show to the letter, untranslated, and nothing that shows them is a live region", async () => {
  const send = await page.open();
  await send('event: a\nid: 1\ndata: {"b":1}\n\n: ping\n');
  expect(shown()).toEqual(['event: a\nid: 1\ndata: {"b":1}\n', ": ping\n"]);
  expect([...log().querySelectorAll("pre")].map((block) => block.getAttribute("translate"))).toEqual(["no", "no"]);
  const section = screen.getByRole("region", { name: "Raw stream" });
  expect(section.querySelector("[aria-live], [role=log], [role=alert]")).toBeNull();
  expect(section.querySelector("[role=status]")?.textContent).toBe("");
  expect(log().tabIndex).toBe(0);
});

test("C15: what comes within a frame renders once", async () => {
  const send = await page.open();
  await send(encodeEvent({ data: "first" }));
  const before = renders;
  await send(...Array.from({ length: 100 }, (_, at) => encodeEvent({ data: String(at) })));
  expect(shown()).toHaveLength(101);
  expect(renders - before).toBe(1);
});

test("events of one name, or comments alone", async () => {
  const send = await page.open();
  await send(encodeEvent({ event: "a", data: "1" }), encodeComment("ping"), encodeEvent({ data: "2" }));
  show("event: a");
  expect(shown()).toEqual(["event: a\ndata: 1\n"]);
  show("Comments");
  expect(shown()).toHaveLength(1);
  show("event: message");
  expect(shown()).toEqual(["data: 2\n"]);
  press("Clear");
  expect(screen.getByRole<HTMLOptionElement>("option", { name: "event: message" }).selected).toBe(true);
});

test("pausing holds the picture and counts what comes; going on shows it", async () => {
  const send = await page.open();
  await send(encodeEvent({ data: "1" }));
  press("Pause");
  await send(encodeEvent({ data: "2" }), encodeEvent({ data: "3" }));
  expect(shown()).toEqual(["data: 1\n"]);
  expect(screen.getByText("Paused, 2 blocks since")).toBeDefined();
  expect(screen.getByRole("button", { name: "Pause" }).getAttribute("aria-pressed")).toBe("true");
  press("Pause");
  expect(shown()).toHaveLength(3);
});

test("clearing empties it; what comes next shows, also when it was paused", async () => {
  const send = await page.open();
  await send(encodeEvent({ data: "1" }));
  press("Pause");
  press("Clear");
  await page.frame();
  expect(log().textContent).toContain("Cleared");
  await send(encodeEvent({ data: "2" }));
  expect(shown()).toEqual(["data: 2\n"]);
});

test("JSON is indented when asked, and only then", async () => {
  const send = await page.open();
  await send('data: {"a":1}\n\n');
  press("Pretty");
  expect(shown()).toEqual(['data: {\n  "a": 1\n}\n']);
  press("Pretty");
  expect(shown()).toEqual(['data: {"a":1}\n']);
});

test("copying takes what is to be seen, as it came, and says so", async () => {
  const written: string[] = [];
  vi.stubGlobal("navigator", { clipboard: { writeText: async (text: string) => written.push(text) } });
  const send = await page.open();
  await send("event: a\r\ndata: 1\r\n\r\n", "data: 2\n\n");
  show("event: a");
  press("Copy");
  expect(await screen.findByText("1 block copied")).toBeDefined();
  expect(written).toEqual(["event: a\r\ndata: 1\r\n\r\n"]);
  vi.stubGlobal("navigator", {});
  press("Copy");
  expect(await screen.findByText("The browser blocked copying")).toBeDefined();
});

test("the newest connection is shown, one that is over only where there is no other", async () => {
  const first = await page.open();
  await first(encodeEvent({ data: "old" }));
  const second = await page.open();
  await second(encodeEvent({ data: "new" }));
  expect(shown()).toEqual(["data: new\n"]);
  await page.drop();
  expect(shown()).toEqual(["data: old\n"]);
  press("Clear");
  await page.frame();
  expect(screen.getAllByRole("listitem")).toHaveLength(1);
});

test("another connection can be chosen, and its address keeps no ticket", async () => {
  const first = await page.open("/api/sse?ticket=secret");
  await first(encodeEvent({ data: "old" }));
  const second = await page.open("/api/orders/stream");
  await second(encodeEvent({ data: "new" }));
  expect(shown()).toEqual(["data: new\n"]);
  press(/ticket=\[redacted\]/);
  expect(shown()).toEqual(["data: old\n"]);
  expect(screen.getByRole("button", { current: true }).textContent).toContain("/api/sse");
  expect(document.body.textContent).not.toContain("secret");
});

test("the end is followed until its reader scrolls up", async () => {
  const send = await page.open();
  const box = log();
  Object.defineProperties(box, {
    scrollHeight: { get: () => 100 * box.querySelectorAll("li").length },
    clientHeight: { value: 100 },
  });
  await send(encodeEvent({ data: "1" }), encodeEvent({ data: "2" }), encodeEvent({ data: "3" }));
  expect(box.scrollTop).toBe(300);
  box.scrollTop = 50;
  fireEvent.scroll(box);
  await send(encodeEvent({ data: "4" }));
  expect(box.scrollTop).toBe(50);
  press("Jump to latest");
  expect(box.scrollTop).toBe(400);
  expect(screen.queryByRole("button", { name: "Jump to latest" })).toBeNull();
});

test("C28: where another tab may hold the streams, the panel says so and offers this tab's own", async () => {
  const page = openPage();
  const onOpenOwn = vi.fn();
  const { container } = render(<StreamInspector tap={page.tap} onOpenOwn={onOpenOwn} />);
  const notice = () => container.querySelector<HTMLElement>("[data-slot=inspector-elsewhere]");
  expect(notice()?.textContent).toContain("another tab may hold this page's");
  fireEvent.click(within(container).getByRole("button", { name: "Open its own here" }));
  expect(onOpenOwn).toHaveBeenCalledOnce();
  await page.open();
  expect(notice()).toBeNull();
  await page.drop();
  expect(notice()).not.toBeNull();
});

test("C28: a page whose tabs share nothing is not told of other tabs", () => {
  const { container } = render(<StreamInspector tap={openPage().tap} />);
  expect(container.querySelector("[data-slot=inspector-elsewhere]")).toBeNull();
});
