import type { EndpointBody, PublishableEvent } from "@tidings/contracts";
import { isRecordEventName, recordsStream, type sendTestEvent } from "@tidings/contracts/records";

/** The event that a test sends: the contract's sample of its type unless the request brings a payload. */
export function testEvent({
  type = "notification",
  data,
}: EndpointBody<typeof sendTestEvent>): PublishableEvent<typeof recordsStream> {
  if (data !== undefined) return { event: type, data };
  if (!isRecordEventName(type)) return { event: type, data: { message: "Test event" } };
  const [sample] = recordsStream.events[type].samples.valid;
  return { event: type, data: sample };
}
