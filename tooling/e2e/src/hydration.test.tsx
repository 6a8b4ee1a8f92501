import { renderToString } from "react-dom/server";
import { expect } from "vitest";
import { it } from "./testing/browser-test.ts";
import { bundle } from "./testing/bundle.ts";
import type * as valuesPage from "./testing/values-page.tsx";
import { ValuesPage } from "./testing/values-page.tsx";

const readers = [
  { locale: "de-DE", timezoneId: "Asia/Tokyo" },
  { locale: "tr-TR", timezoneId: "America/St_Johns" },
  { locale: "ar-EG", timezoneId: "Pacific/Kiritimati" },
] as const;

it.for(readers)(
  "C37: a page rendered elsewhere is $locale's in $timezoneId once it is taken over",
  async (reader, { browser }) => {
    const context = await browser.newContext(reader);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("console", (line) => line.type() === "error" && errors.push(line.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.setContent(`<div id="served">${renderToString(<ValuesPage />)}</div><div id="fresh"></div>`);
    const [served, fresh] = [page.locator("#served"), page.locator("#fresh")];
    const before = await served.textContent();
    const module = await page.evaluateHandle<typeof valuesPage>(await bundle("values-page.tsx"));
    await fresh.evaluate((container, { renderHere }) => renderHere(container), module);
    const complaints = await module.evaluateHandle(({ takeOver }) => {
      const container = document.querySelector("#served");
      return container === null ? ["nothing was served"] : takeOver(container);
    });
    await expect.poll(() => fresh.textContent()).not.toBe("");
    await expect.poll(() => served.textContent()).toBe(await fresh.textContent());
    expect(await served.textContent()).not.toBe(before);
    expect(await served.locator("[data-slot=message-day]").count()).toBe(
      await fresh.locator("[data-slot=message-day]").count(),
    );
    expect(await complaints.jsonValue()).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  },
);
