import type { Browser, Page } from "playwright-core";

/** A page, and what its console says beyond the chatter of development. */
export interface Look {
  readonly page: Page;
  readonly said: readonly string[];
}

/** Opens a page, and collects warnings, errors and what was thrown. */
export async function look(browser: Browser, url: string): Promise<Look> {
  const page = await browser.newPage();
  const said: string[] = [];
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) said.push(message.text());
  });
  await page.goto(url);
  return { page, said };
}
