import { eventNameIssue } from "@tidings/contracts";
import { HubError } from "../error.ts";

/**
 * Refuses a name that could forge a field on the wire, or that arrives as another name (W2.2, W2.3). Every event log
 * asks for it: otherwise such a name would fail where readers are served, not where it is published.
 *
 * @throws HubError `invalid_event`
 */
export function checkEventName(name: string): void {
  const issue = eventNameIssue(name);
  if (issue === undefined) return;
  throw new HubError("invalid_event", `event ${JSON.stringify(name)}: ${issue}; rename it`, [issue]);
}
