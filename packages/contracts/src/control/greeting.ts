import type * as z from "zod/mini";
import type { EventDisplay } from "../definition/event.ts";
import type { connectionFields } from "./connection.ts";

/** How a greeting is shown: announced only if events were missed. */
export function displayGreeting(data: { readonly resume: z.output<typeof connectionFields.resume> }): EventDisplay {
  return data.resume === "gap"
    ? { tone: "warning", announce: "polite", summary: "Some updates were missed, so the page was reloaded" }
    : { tone: "success", announce: "off", summary: "Live updates are on" };
}
