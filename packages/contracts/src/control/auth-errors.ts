/** What every door says to a missing, expired, forged or foreign token, and to too little privilege. */
export const authErrors = {
  401: "Not authorized, token failed",
  403: "Not authorized for this resource",
} as const;
