import type { Access } from "@tidings/contracts";
import type { User } from "@tidings/contracts/auth";

/** The token of a request, searched for in the server's order: cookie `jwt`, then bearer, then `?token=`. */
export function tokenOf(request: Request, cookies: Readonly<Record<string, string>>): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return cookies.jwt ?? bearer ?? new URL(request.url).searchParams.get("token") ?? undefined;
}

/** The raw query, by which handlers of the same address choose their requests. */
export function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

/** Why `user` is refused: 401 without a user, 403 without the role; undefined if they are allowed. */
export function refusalFor(access: Access, user: User | undefined): 401 | 403 | undefined {
  if (access === "anyone") return undefined;
  if (!user) return 401;
  return access === "admin" && user.role !== "admin" ? 403 : undefined;
}
