import type { HelmetOptions } from "helmet";

const HALF_A_YEAR_S = 15_552_000;

/** What pages may load: everything from this origin, nothing inline, nothing framed. */
export const contentPolicy = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** helmet's options for an API and pages of our own. */
export function securityHeaders(production: boolean): HelmetOptions {
  return {
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy },
    frameguard: { action: "deny" },
    // For this host only, because its subdomains may not have HTTPS.
    strictTransportSecurity: production && { maxAge: HALF_A_YEAR_S, includeSubDomains: false },
  };
}
