import type { HttpHandler } from "msw";

const passing = new WeakSet<HttpHandler>();

/** Marks a handler that leaves some requests of its path to others. It is ordered before the handler that takes all. */
export function passesOn(handler: HttpHandler): HttpHandler {
  passing.add(handler);
  return handler;
}

/**
 * Sorts handlers so that each request finds its own. MSW takes the first handler whose path matches, and
 * `/api/orders/:id` matches `/api/orders/stream` too. So fixed segments come before parameters; otherwise the order
 * stays.
 */
export function inOrder(handlers: readonly HttpHandler[]): readonly HttpHandler[] {
  return handlers.toSorted((a, b) => rank(a).localeCompare(rank(b)));
}

/** One character a segment, 0 for a fixed one and 1 for a parameter; then 0 for a handler that passes requests on. */
function rank(handler: HttpHandler): string {
  const segments = String(handler.info.path)
    .split("/")
    .map((segment) => (segment.startsWith(":") ? "1" : "0"));
  return `${segments.join("")} ${passing.has(handler) ? "0" : "1"}`;
}
