import { greeting } from "@tidings/client/testing";
import { ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { type Page, renderTidings } from "../testing/render-tidings.tsx";
import { useConnectionAnnouncements } from "./use-connection-announcements.ts";

function Announcements() {
  useConnectionAnnouncements(ordersStream);
  return null;
}

function heard({ container }: Page): string {
  return container.textContent ?? "";
}

it("C17.3: tells of a loss that lasts, of the return, and of nothing that passes", async () => {
  const page = await renderTidings(<Announcements />);
  await page.stream(greeting());
  expect(heard(page)).toBe("");
  await page.drop();
  await page.advance(1_000);
  await page.stream(greeting({ resume: "complete", position: "e:0" }));
  await page.advance(3_000);
  expect(heard(page)).toBe("");
  await page.drop();
  await page.advance(3_000);
  expect(heard(page)).toBe("Connection lost. Trying again");
  await page.stream(greeting({ resume: "complete", position: "e:0" }));
  await page.advance(3_000);
  expect(heard(page)).toBe("Live updates are back");
});

it("tells of a gap once, and not that all is well after it", async () => {
  const page = await renderTidings(<Announcements />);
  await page.stream(greeting());
  await page.drop();
  await page.advance(1_000);
  await page.stream(greeting({ resume: "gap", position: "f:0" }));
  expect(heard(page)).toBe("Some updates were missed. Everything was loaded again");
  await page.advance(15_000);
  expect(heard(page)).toBe("");
});

it("C34: interrupts when live updates stopped for good, and says why", async () => {
  const page = await renderTidings(<Announcements />);
  await page.answer(403);
  expect(page.container.querySelector("[aria-live=assertive]")?.textContent).toMatch(
    /^Live updates have stopped\. Not allowed\. \w/,
  );
});
