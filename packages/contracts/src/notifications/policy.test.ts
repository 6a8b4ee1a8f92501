import { expect, test } from "vitest";
import { sampleUsers } from "../auth/user.ts";
import { checkClaimedUser, demoTarget } from "./policy.ts";

const { ada, grace, admin } = sampleUsers;
const forbidden = ["Not authorized for this resource", "Send to yourself, or sign in as an admin"];

test("a user's demo goes to themselves, whether they say so or not", () => {
  expect(demoTarget(ada, { type: "success" })).toEqual({ ok: true, data: ada.id });
  expect(demoTarget(ada, { type: "user", userId: ada.id })).toEqual({ ok: true, data: ada.id });
});

test("a user's demo to another or to everyone is refused with what to do", () => {
  expect(demoTarget(ada, { type: "success", userId: grace.id })).toEqual({ ok: false, issues: forbidden });
  expect(demoTarget(ada, { type: "broadcast" })).toEqual({ ok: false, issues: forbidden });
});

test("an admin's goes to whom it names; to everyone without a name, but for type user", () => {
  expect(demoTarget(admin, { type: "success", userId: grace.id })).toEqual({ ok: true, data: grace.id });
  expect(demoTarget(admin, { type: "success" })).toEqual({ ok: true, data: undefined });
  expect(demoTarget(admin, { type: "user" })).toEqual({ ok: true, data: admin.id });
  expect(demoTarget(admin, { type: "broadcast", userId: grace.id })).toEqual({ ok: true, data: undefined });
});

test("S4: a userId that is not the signed-in user is refused, and the words say what to do", () => {
  expect(checkClaimedUser(ada.id, undefined)).toEqual({ ok: true, data: ada.id });
  expect(checkClaimedUser(ada.id, ada.id)).toEqual({ ok: true, data: ada.id });
  expect(checkClaimedUser(ada.id, grace.id)).toMatchObject({
    issues: [expect.any(String), "userId is not the signed-in user, or leave userId out"],
  });
  expect(checkClaimedUser(undefined, ada.id)).toMatchObject({
    issues: [expect.any(String), "Sign in to hear your own notifications, or leave userId out"],
  });
});
