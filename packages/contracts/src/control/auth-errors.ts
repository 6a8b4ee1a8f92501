/**
 * What every endpoint and stream answers to a missing, expired, forged or foreign token (401), and to a user without
 * the right (403).
 */
export const authErrors = {
  401: "Not authorized, token failed",
  403: "Not authorized for this resource",
} as const;
