import type { Access } from "@tidings/contracts";
import type { User } from "@tidings/contracts/auth";

/** The token of a request, looked for as the server does: cookie `jwt`, then bearer, then `?token=`. */
export function tokenOf(request: Request, cookies: Readonly<Record<string, string>>): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return cookies.jwt ?? bearer ?? new URL(request.url).searchParams.get("token") ?? undefined;
}

/** The query as it stands, for what tells requests to one address apart. */
export function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

/** Why `user` may not pass: 401 for nobody, 403 for too little; undefined lets them in. */
export function refusalFor(access: Access, user: User | undefined): 401 | 403 | undefined {
  if (access === "anyone") return undefined;
  if (!user) return 401;
  return access === "admin" && user.role !== "admin" ? 403 : undefined;
}
