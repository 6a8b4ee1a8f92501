import { Refusal } from "@tidings/admission";
import { errorAnswer, openStream } from "@tidings/admission/http";
import { serveStream } from "@tidings/hub/web";
import { builds, parts } from "../../../lib/builds.ts";

export async function GET(request: Request): Promise<Response> {
  const { hub, tickets, checkCaps } = parts();
  const identify = async () => {
    const session = await tickets.redeem(String(new URL(request.url).searchParams.get("ticket")), builds.name);
    if (session === undefined) throw new Refusal("unauthenticated", ["Get a new ticket"]);
    return session;
  };
  const opening = { url: request.url, address: undefined, identify };
  const subscribe = ({ id }: { id: string }) => ({ topics: [builds.topic(id)] });
  try {
    return await openStream({ hub, checkCaps }, builds, opening, subscribe, (who) => serveStream(hub, request, who));
  } catch (thrown) {
    const { status, headers, body } = errorAnswer(thrown);
    return Response.json(body, { status, headers });
  }
}
