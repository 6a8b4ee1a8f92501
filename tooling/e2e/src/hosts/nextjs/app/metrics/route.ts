import { parts } from "../../lib/builds.ts";
export const GET = async () => new Response(await parts().register.metrics());
