export { authErrors } from "./auth-errors.ts";
export { login, logout, me } from "./endpoints.ts";
export { createStreamTicket } from "./stream-ticket.ts";
export { type Role, role, sampleUsers, type User, user } from "./user.ts";
