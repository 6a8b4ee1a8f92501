import { act, cleanup, render } from "@testing-library/react";
import { createFakeHost } from "@tidings/client/testing";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, it } from "vitest";
import { createAnnouncer } from "./announcer.ts";
import { AnnouncerRegions } from "./announcer-regions.tsx";

afterEach(cleanup);

it("both regions are there before there is a message, and each reads out the whole of its own", () => {
  const announcer = createAnnouncer(createFakeHost(() => new Promise(() => {})));
  const { container } = render(<AnnouncerRegions announcer={announcer} />);
  const [polite, assertive] = container.querySelectorAll("[aria-live]");
  expect(polite?.outerHTML).toBe('<div role="status" aria-live="polite" aria-atomic="true"></div>');
  expect(assertive?.outerHTML).toBe('<div role="alert" aria-live="assertive" aria-atomic="true"></div>');
  act(() => announcer.announce({ message: "Cancelled", politeness: "assertive" }));
  expect([polite?.textContent, assertive?.textContent]).toEqual(["", "Cancelled"]);
});

it("the regions are hidden from the eye by script, because a strict CSP refuses style attributes", () => {
  const announcer = createAnnouncer(createFakeHost(() => new Promise(() => {})));
  expect(renderToStaticMarkup(<AnnouncerRegions announcer={announcer} />)).not.toContain("style");
  const { container } = render(<AnnouncerRegions announcer={announcer} />);
  const regions = container.querySelector<HTMLElement>("[data-slot=announcer]");
  expect(regions?.style).toMatchObject({
    position: "absolute",
    inlineSize: "1px",
    blockSize: "1px",
    margin: "-1px",
    overflow: "hidden",
    clipPath: "inset(50%)",
    whiteSpace: "nowrap",
  });
});
