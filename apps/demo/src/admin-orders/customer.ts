import { sampleUsers } from "@tidings/contracts/auth";
import { named } from "@tidings/react-sse/components";

/** The name of an order's customer: the demo's people by name, others by the beginning of their id. */
export function customerName(userId: string): string {
  const known = Object.values(sampleUsers).find(({ id }) => id === userId);
  return known?.name ?? `Customer ${named(userId.slice(0, 8), "without an id")}`;
}
