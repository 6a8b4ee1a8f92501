import type { IncomingMessage } from "node:http";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { Metrics } from "../metrics/metrics.ts";

const BY_ADDRESS = new Set(["too_many_requests", "too_many_from_address"]);

/**
 * Counts refused streams. Behind a proxy that TRUST_PROXY does not name, all readers have the proxy's address. The
 * first stream that is refused because of that is logged as a warning.
 */
export function countRefusedStreams(
  metrics: Pick<Metrics, "refused">,
  logger: Logger,
  { trustProxy }: Pick<Config, "trustProxy">,
): (reason: string, request: IncomingMessage) => void {
  let warned = trustProxy !== false;
  return (reason, request) => {
    metrics.refused(reason);
    if (warned || !BY_ADDRESS.has(reason) || request.headers["x-forwarded-for"] === undefined) return;
    warned = true;
    logger.warn("readers behind a proxy are counted as one address; set TRUST_PROXY to the number of proxies in front");
  };
}
