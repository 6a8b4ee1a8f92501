export { authErrors, login, logout, me } from "./endpoints.ts";
export { type Role, role, sampleUsers, type User, user } from "./user.ts";
