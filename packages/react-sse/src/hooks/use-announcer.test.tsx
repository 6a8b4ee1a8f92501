import { act } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { useAnnouncer } from "./use-announcer.ts";

const announcers = new Set<ReturnType<typeof useAnnouncer>>();

function Speaker() {
  announcers.add(useAnnouncer());
  return null;
}

it("C17.3: all components speak through one announcer, by the same function in every render", async () => {
  const page = await renderTidings([<Speaker key="a" />, <Speaker key="b" />]);
  await page.show([<Speaker key="a" />, <Speaker key="b" />]);
  expect(announcers.size).toBe(1);
  await act(async () => {
    for (const announce of announcers) {
      announce({ message: "Saved" });
      announce({ message: "The order could not be cancelled", politeness: "assertive" });
    }
  });
  const regions = () => [...page.container.querySelectorAll("[aria-live]")].map(({ textContent }) => textContent);
  expect(regions()).toEqual(["Saved", ""]);
  await page.advance(3_000);
  expect(regions()).toEqual(["", "The order could not be cancelled"]);
});
