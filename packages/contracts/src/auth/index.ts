export { authErrors } from "../control/auth-errors.ts";
export { createStreamTicket } from "../control/stream-ticket.ts";
export { login, logout, MAX_EMAIL, MAX_PASSWORD, me } from "./endpoints.ts";
export { type Role, role, sampleUsers, type User, user } from "./user.ts";
