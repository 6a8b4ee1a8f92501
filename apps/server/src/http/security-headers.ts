import type { HelmetOptions } from "helmet";

const HALF_A_YEAR_S = 15_552_000;

/** helmet's options for an API and one page of our own: everything from this origin, nothing inline, nothing framed. */
export function securityHeaders(production: boolean): HelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: "deny" },
    // For the host alone: what its subdomains speak is not ours to say.
    strictTransportSecurity: production && { maxAge: HALF_A_YEAR_S, includeSubDomains: false },
  };
}
