export { type AdminWorld, type AdminWorldOptions, createAdminWorld } from "./world.ts";
