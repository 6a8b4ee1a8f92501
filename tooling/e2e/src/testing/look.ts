import type { Browser, Page } from "playwright-core";

/** A page, and what its console shows. */
export interface Look {
  readonly page: Page;
  /** Warnings and errors, and what was thrown. */
  readonly said: readonly string[];
  /** What was thrown and caught by nobody. */
  readonly thrown: readonly string[];
}

/** Opens a page, and collects what its console shows beyond the chatter of development. */
export async function look(browser: Browser, url: string): Promise<Look> {
  const page = await browser.newPage();
  const said: string[] = [];
  const thrown: string[] = [];
  page.on("pageerror", (error) => {
    said.push(String(error));
    thrown.push(String(error));
  });
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) said.push(message.text());
  });
  await page.goto(url);
  return { page, said, thrown };
}
