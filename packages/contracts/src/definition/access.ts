/** Who may open a stream or call an endpoint: anyone, a signed-in user, or an admin. */
export type Access = "anyone" | "user" | "admin";
