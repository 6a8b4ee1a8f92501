import { builds, parts } from "../../lib/builds.ts";
export async function POST({ headers }: Request): Promise<Response> {
  const id = headers.get("Authorization")?.replace("Bearer ", "");
  if (!id) return Response.json({ success: false, errors: ["Sign in first"] }, { status: 401 });
  const session = { id, sessionId: id, expiresAt: Date.now() + 3_600_000 };
  return Response.json(await parts().tickets.issue(session, builds.name));
}
