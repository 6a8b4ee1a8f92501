import { builds, parts } from "../../lib/builds.ts";
export async function POST(request: Request): Promise<Response> {
  const data = await request.json();
  await parts().hub.publish(builds.topic("ada"), { event: "build_moved", data });
  return Response.json({ success: true, data });
}
