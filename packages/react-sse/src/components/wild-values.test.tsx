import { cleanup, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { everyComponent } from "../testing/every-component.tsx";
import { wildNumbers, wildTexts, wildTimes } from "../testing/wild-values.ts";

beforeEach(() => {
  // jsdom has no layout, and so nothing to observe.
  class Observer {
    observe() {}
    disconnect() {}
  }
  vi.stubGlobal("ResizeObserver", Observer);
  vi.stubGlobal("IntersectionObserver", Observer);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe.each(Object.entries(everyComponent))("C26.4: %s", (_name, draw) => {
  const text = "Sourdough loaf";
  const time = "2026-02-26T05:00:00.000Z";

  /** Drawn in a page and on a server, without a complaint of React's; what is to be read. */
  function read(page: ReactNode): string {
    const complaints = vi.spyOn(console, "error").mockImplementation(() => {});
    const { container } = render(page);
    renderToString(page);
    expect(complaints.mock.calls).toEqual([]);
    complaints.mockRestore();
    for (const element of container.querySelectorAll("time[datetime]")) {
      expect(Date.parse(element.getAttribute("datetime") ?? "")).not.toBeNaN();
    }
    for (const heading of container.querySelectorAll("h2, h3, h4")) expect(heading.textContent?.trim()).not.toBe("");
    return container.textContent ?? "";
  }

  it.each(Object.entries(wildTexts))("C26.3: draws a text that is %s", (_kind, wild) => {
    read(draw(wild, time, 2));
  });

  it.each(wildTimes.map((wild) => [wild.slice(0, 40), wild]))("C26.1: draws the time %j", (_shown, wild) => {
    expect(read(draw(text, wild, 2))).not.toContain("Invalid Date");
  });

  it.each(wildNumbers)("C26.2: draws the number %d", (wild) => {
    const words = read(draw(text, time, wild));
    expect(words).not.toMatch(/NaN|Infinity|∞|undefined/);
    expect(words).not.toMatch(/\d{20}/);
  });
});
