import { sampleUsers } from "@tidings/contracts/auth";
import { beforeEach, expect, it } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { type Accounts, createAccounts } from "./accounts.ts";

const { ada, grace } = sampleUsers;
const PASSWORD = "hunter2";
let clock: ManualClock;
let accounts: Accounts;

beforeEach(() => {
  clock = createManualClock(0);
  accounts = createAccounts(clock, PASSWORD);
});

const tokenOf = (email: string) => accounts.signIn(email, PASSWORD)?.token;

it("signs in by email, in any case of letters and with blanks around, and the one password", () => {
  expect(accounts.signIn(" ADA@example.com ", PASSWORD)).toEqual({ token: expect.any(String), user: ada });
  expect(accounts.signIn(ada.email, `${PASSWORD} `)).toBeUndefined();
  expect(accounts.signIn("nobody@example.com", PASSWORD)).toBeUndefined();
});

it("a token is its user's, each sign-in has one of its own, and nothing else is a token", () => {
  const [first, second, other] = [tokenOf(ada.email), tokenOf(ada.email), tokenOf(grace.email)];
  expect(new Set([first, second, other]).size).toBe(3);
  expect([first, second, other].map((token) => accounts.identify(token))).toEqual([ada, ada, grace]);
  for (const token of [undefined, "", "mock", "mock.nobody.5", `mock.${ada.id}`]) {
    expect(accounts.identify(token)?.id ?? "nobody").toBe(token === `mock.${ada.id}` ? ada.id : "nobody");
  }
});

it("a token still counts after a reload, which makes the accounts anew", () => {
  const token = tokenOf(ada.email);
  expect(createAccounts(clock, PASSWORD).identify(token)).toEqual(ada);
});

it("signing out ends one token alone; without a token, that of whoever was signed in from the start", () => {
  const [first, second] = [tokenOf(ada.email), tokenOf(ada.email)];
  accounts.signOut(first);
  expect([first, second].map((token) => accounts.identify(token))).toEqual([undefined, ada]);
  const story = createAccounts(clock, PASSWORD, grace);
  expect(story.identify(undefined)).toEqual(grace);
  story.signOut(undefined);
  expect(story.identify(undefined)).toBeUndefined();
});

it("expiring ends whatever was given out so far, in the same millisecond too, and nothing that comes later", () => {
  const story = createAccounts(clock, PASSWORD, grace);
  const before = [1, 2, 3].map(() => story.signIn(ada.email, PASSWORD)?.token);
  story.expireAll();
  expect([undefined, ...before].map((token) => story.identify(token))).toEqual([...Array(4).fill(undefined)]);
  expect(story.identify(story.signIn(ada.email, PASSWORD)?.token)).toEqual(ada);
  clock.advance(1000);
  const late = story.signIn(ada.email, PASSWORD)?.token;
  clock.advance(1000);
  story.expireAll();
  expect(story.identify(late)).toBeUndefined();
});
