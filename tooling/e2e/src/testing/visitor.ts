import { login, sampleUsers } from "@tidings/contracts/auth";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { PASSWORD, type Person, type Site } from "./api.ts";

/** Who comes, and with what kind of machine. */
export interface VisitorOptions extends Omit<BrowserContextOptions, "baseURL"> {
  /** The user who is signed in. Default: nobody. */
  readonly as?: Person;
}

/** Someone at a browser of their own: all their tabs share its cookies. */
export interface Visitor extends AsyncDisposable {
  readonly context: BrowserContext;
  /** Opens a tab. `prepare` may attach to it before it asks for anything. */
  open<Prepared = void>(path?: string, prepare?: (page: Page) => Promise<Prepared>): Promise<readonly [Page, Prepared]>;
}

/** Lets someone in with a fresh browser profile; it is gone at the end of the block. */
export async function visit(browser: Browser, site: Site, { as, ...options }: VisitorOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: site.url, ...options });
  if (as !== undefined) {
    const data = { email: sampleUsers[as].email, password: PASSWORD };
    const response = await context.request.post(login.path, { data });
    if (!response.ok()) throw new Error(`${as} could not sign in: ${await response.text()}`);
  }
  return {
    context,
    async open(path = "/", prepare) {
      const page = await context.newPage();
      const prepared = await prepare?.(page);
      await page.goto(path);
      return [page, prepared as never];
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}
