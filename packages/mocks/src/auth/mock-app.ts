import type { User } from "@tidings/contracts/auth";
import type { HttpHandler } from "msw";
import { inOrder } from "../server/in-order.ts";
import { createMockServer, type MockServer, type MockServerOptions } from "../server/mock-server.ts";
import { createAccounts, samplePassword } from "./accounts.ts";
import { authHandlers } from "./handlers.ts";

/** What {@link createMockApp} takes. */
export interface MockAppOptions extends Omit<MockServerOptions, "identify"> {
  /** The user of requests without a token, for stories and tests that do not sign in. Default: nobody. */
  readonly signedInAs?: User | undefined;
  /** The password of every account. Default: the password of the contract's sample of signing in. */
  readonly password?: string | undefined;
}

/** One server with its accounts, for the mocks of any domains. */
export interface MockApp {
  readonly server: MockServer;
  /**
   * The handlers of sign-in and of the given mocks, for `setupWorker`, `setupServer` or a story. In whatever order the
   * mocks are given, a request finds the handler of its own path.
   */
  handlers(...mocks: readonly { readonly handlers: readonly HttpHandler[] }[]): readonly HttpHandler[];
  /** Ends every session now: streams break, and later requests get 401. */
  expireSessions(): void;
  /** @see MockServer.close */
  close(): void;
}

/**
 * Makes a mocked application: a server on which the contract's sample users may sign in.
 *
 * @example
 * const app = createMockApp({ signedInAs: sampleUsers.ada });
 * const orders = createOrdersMock(app);
 * setupServer(...app.handlers(orders, createChatMock(app))).listen();
 */
export function createMockApp({ signedInAs, password = samplePassword, ...options }: MockAppOptions = {}): MockApp {
  const server = createMockServer({ ...options, identify: (token) => accounts.identify(token) });
  const accounts = createAccounts(server.clock, password, signedInAs);
  return {
    server,
    handlers: (...mocks) => inOrder([...authHandlers(server, accounts), ...mocks.flatMap(({ handlers }) => handlers)]),
    expireSessions() {
      accounts.expireAll();
      server.drop();
    },
    close: server.close,
  };
}
