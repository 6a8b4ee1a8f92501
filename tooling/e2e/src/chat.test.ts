import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf, sendMessage } from "@tidings/contracts/chat";
import { type Server, startServer } from "@tidings/services";
import type { Browser } from "playwright-core";
import { expect } from "vitest";
import { type ChatPage, chatPage } from "./pages/chat-page.ts";
import { signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { type Visitor, visit } from "./testing/visitor.ts";

const { ada, grace } = sampleUsers;
const conversationId = conversationOf(ada.id, grace.id);
const address = `/chat?conversation=${conversationId}`;

/** Two windows of two browser profiles on one conversation. */
async function twoWindows(browser: Browser, server: Server) {
  const visitors = [
    await visit(browser, server, { as: "ada" }),
    await visit(browser, server, { as: "grace" }),
  ] as const;
  const open = async (visitor: Visitor): Promise<ChatPage> => {
    const chat = chatPage((await visitor.open(address))[0]);
    await chat.isLive();
    return chat;
  };
  return {
    adas: await open(visitors[0]),
    graces: await open(visitors[1]),
    /** Grace's window, opened again after it was closed. */
    reopen: () => open(visitors[1]),
    async [Symbol.asyncDispose]() {
      for (const visitor of visitors) await visitor[Symbol.asyncDispose]();
    },
  };
}

it("002 a message reaches the other's window, is read there, and the sender's window says so", async ({ browser }) => {
  await using server = await startServer();
  await using windows = await twoWindows(browser, server);
  const { adas, graces } = windows;
  await adas.say("Hello from the other window!");
  await graces.bubble("Hello from the other window!").waitFor();
  await adas.hasStatus("Hello from the other window!", "Read");
  await graces.say("And back again");
  await adas.bubble("And back again").waitFor();
  await graces.hasStatus("And back again", "Read");
});

it("002 delivered is not read: a reader who looks at older messages sees the news later", async ({ browser }) => {
  await using server = await startServer();
  const token = await signIn(server, "ada");
  for (let line = 1; line <= 30; line += 1) {
    const response = await fetch(`${server.url}${sendMessage.path}`, {
      method: sendMessage.method,
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ conversationId, text: `Line ${line}` }),
    });
    expect(response.status).toBe(201);
  }
  await using windows = await twoWindows(browser, server);
  const { adas, graces } = windows;
  await graces.log.evaluate((log) => log.scrollTo(0, 0));
  await adas.say("Further down");
  await adas.hasStatus("Further down", "Delivered");
  await graces.news.waitFor();
  await adas.hasStatus("Further down", "Delivered");
  await graces.news.click();
  await adas.hasStatus("Further down", "Read");
  await graces.news.waitFor({ state: "hidden" });
});

it("002 typing shows in the other window, and ends when it is over", async ({ browser }) => {
  await using server = await startServer();
  await using windows = await twoWindows(browser, server);
  const { adas, graces } = windows;
  await adas.field.pressSequentially("Wait");
  await expect.poll(() => graces.typing.textContent()).toBe("Ada is typing…");
  await adas.field.blur();
  await expect.poll(() => graces.typing.textContent()).toBe("");
  await adas.field.pressSequentially(" for it");
  await expect.poll(() => graces.typing.textContent()).toBe("Ada is typing…");
  await adas.field.press("Enter");
  await graces.bubble("Wait for it").waitFor();
  await expect.poll(() => graces.typing.textContent()).toBe("");
});

it("002 presence: a window that is closed goes offline, and online when it is opened again", async ({ browser }) => {
  await using server = await startServer({ env: { PRESENCE_GRACE_MS: "100" } });
  await using windows = await twoWindows(browser, server);
  const { adas, graces } = windows;
  await expect.poll(() => adas.presence.textContent()).toBe("Online");
  await graces.page.close();
  await expect.poll(() => adas.presence.textContent()).toMatch(/^Last seen at /);
  await windows.reopen();
  await expect.poll(() => adas.presence.textContent()).toBe("Online");
});

it("002 what was not sent is kept, and said once when the server is back", async ({ browser }) => {
  await using server = await startServer();
  await using windows = await twoWindows(browser, server);
  const { adas, graces } = windows;
  await adas.page.context().setOffline(true);
  await adas.say("Into the void");
  await expect.poll(() => adas.bubble("Into the void").textContent()).toMatch(/it may have been sent/);
  await adas.page.context().setOffline(false);
  await adas.bubble("Into the void").getByRole("button", { name: "Try again" }).click();
  await adas.hasStatus("Into the void", "Read");
  expect(await graces.bubble("Into the void").count()).toBe(1);
});

it("C32.1 two devices of one user, and two tabs of one of them: each shows each message once, in order", async ({
  browser,
}) => {
  await using server = await startServer();
  await using desk = await visit(browser, server, { as: "ada" });
  await using phone = await visit(browser, server, { as: "ada" });
  await using other = await visit(browser, server, { as: "grace" });
  const pages: ChatPage[] = [];
  const said: string[] = [];
  const come = async (visitor: Visitor) => {
    const chat = chatPage((await visitor.open(address))[0]);
    await chat.isLive();
    pages.push(chat);
  };
  const sayInTurn = async (lines: number) => {
    for (let line = 1; line <= lines; line += 1) {
      const text = `Line ${said.length + 1} of twelve`;
      await pages[said.length % pages.length]?.say(text);
      said.push(text);
      for (const page of pages) await page.bubble(text).first().waitFor();
    }
  };
  const showAll = async () => {
    for (const page of pages) {
      const texts = await page.bubble("of twelve").allTextContents();
      expect(texts.map((text) => /Line \d+ of twelve/.exec(text)?.[0])).toEqual(said);
    }
  };
  // The second tab of the desk follows the first one's connection. Nobody else is there whose receipts would tell.
  for (const visitor of [desk, desk, phone]) await come(visitor);
  await sayInTurn(6);
  await showAll();
  await come(other);
  await sayInTurn(6);
  await showAll();
  // And from the history the same.
  for (const page of pages) {
    await page.page.reload();
    await page.isLive();
    await page.bubble("Line 12 of twelve").waitFor();
  }
  await showAll();
});

it("002 both sides on one page: two users, whoever is signed in", async ({ browser }) => {
  await using server = await startServer();
  await using admin = await visit(browser, server, { as: "admin" });
  const [page] = await admin.open("/chat?sides=both");
  const [adas, graces] = [ada, grace].map(({ name }) =>
    chatPage(page, page.getByRole("region", { name: `${name}'s side` })),
  );
  if (!adas || !graces) throw new Error("a side is missing");
  for (const side of [adas, graces]) await side.isLive();
  await adas.say("Can you see me?");
  await graces.bubble("Can you see me?").waitFor();
  await adas.hasStatus("Can you see me?", "Read");
  // The page's own session was left alone.
  await page.goto("/admin");
  await page.getByRole("heading", { name: "All orders" }).waitFor();
});
