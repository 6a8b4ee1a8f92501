import { HubError } from "./error.ts";

/**
 * Refuses a name that could forge a field on the wire, or that arrives as another name (W2). Publishing and every event
 * log ask for it: a name that got further would fail where the readers are served, not where it came from.
 *
 * @throws HubError `invalid_event`
 */
export function checkEventName(name: string): void {
  if (name !== "" && !/[\r\n\0]/.test(name)) return;
  const issue = "its name is empty, or holds CR, LF or NUL";
  throw new HubError("invalid_event", `event ${JSON.stringify(name)}: ${issue}; rename it`, [issue]);
}
