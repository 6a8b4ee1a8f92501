import { builds, parts } from "../../lib/builds.ts";
export async function POST(request: Request): Promise<Response> {
  await parts().hub.publish(builds.topic("ada"), { event: "build_moved", data: await request.json() });
  return new Response(null, { status: 204 });
}
