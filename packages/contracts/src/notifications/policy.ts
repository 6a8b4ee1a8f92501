import type { User } from "../auth/user.ts";
import { authErrors } from "../control/auth-errors.ts";
import type { EndpointBody } from "../definition/endpoint.ts";
import type { Parsed } from "../definition/parse.ts";
import type { sendDemoNotification } from "./endpoints.ts";

/**
 * Decides whom a demo notification goes to. Users send to themselves, admins to anyone and to everyone.
 *
 * @returns a user's id, undefined for everyone, or why it is refused (403)
 */
export function demoTarget(
  user: Pick<User, "id" | "role">,
  { type, userId }: Pick<EndpointBody<typeof sendDemoNotification>, "type" | "userId">,
): Parsed<string | undefined> {
  if (user.role === "admin") {
    if (type === "broadcast") return { ok: true, data: undefined };
    return { ok: true, data: userId ?? (type === "user" ? user.id : undefined) };
  }
  if (type === "broadcast" || (userId !== undefined && userId !== user.id)) {
    return { ok: false, issues: [authErrors[403], "Send to yourself, or sign in as an admin"] };
  }
  return { ok: true, data: user.id };
}

/**
 * Checks the `userId` of a stream's address against the signed-in user. It grants no rights, so a wrong one is refused
 * (S4).
 *
 * @param userId Who is signed in; undefined for nobody
 * @param claimed What the address says, if anything
 */
export function checkClaimedUser(userId: string | undefined, claimed: string | undefined): Parsed<string | undefined> {
  if (claimed === undefined || claimed === userId) return { ok: true, data: userId };
  const what = userId === undefined ? "Sign in to hear your own notifications" : "userId is not the signed-in user";
  return { ok: false, issues: [authErrors[403], `${what}, or leave userId out`] };
}
