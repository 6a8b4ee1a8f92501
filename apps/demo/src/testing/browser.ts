import { type Client, createClient, type Host } from "@tidings/client";
import { createSession, type Session, type SessionChannel } from "../session/session.ts";

/** A browser without pages: one cookie, and tabs that hear of each other. */
export interface TestBrowser {
  openTab(): Session;
  /** Ends every stream and call of its tabs. */
  close(): void;
}

/** Opens a browser whose requests go to `http://demo.test`, for MSW to answer. Node's fetch keeps no cookies; this does. */
export function openBrowser(fetch: Host["fetch"] = globalThis.fetch): TestBrowser {
  let cookie = "";
  const tabs: SessionChannel[] = [];
  const clients: Client[] = [];

  const fetchWithCookie = async (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    if (cookie) headers.set("Cookie", cookie);
    const response = await fetch(url, { ...init, headers });
    const set = response.headers.get("set-cookie");
    if (set !== null) cookie = set.includes("Max-Age=0") ? "" : (set.split(";")[0] ?? "");
    return response;
  };

  return {
    openTab() {
      const channel: SessionChannel = {
        onmessage: null,
        postMessage(data) {
          for (const tab of tabs) if (tab !== channel) tab.onmessage?.(new MessageEvent("message", { data }));
        },
      };
      tabs.push(channel);
      return createSession({
        channel,
        createClient: (owner) => {
          const host = { fetch: fetchWithCookie };
          const client = createClient({ baseUrl: "http://demo.test", ...(owner && { auth: owner.auth }), host });
          clients.push(client);
          return client;
        },
      });
    },
    close() {
      for (const client of clients) client.close();
    },
  };
}
