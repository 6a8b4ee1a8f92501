import { type HttpHandler, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";

/** Where the tests' mock servers are. */
export const origin = "http://mock.test";

/** One MSW for a test file: `use` installs a test's handlers, which go when it ends. A request nobody answers fails. */
export function interceptRequests(): (handlers: readonly HttpHandler[]) => void {
  const msw = setupServer(http.all(`${origin}/*`, () => new Response(null, { status: 599 })));
  beforeAll(() => msw.listen());
  afterEach(() => msw.resetHandlers());
  afterAll(() => msw.close());
  return (handlers) => msw.use(...handlers);
}
