export { demoPassword } from "./accounts.ts";
export { createMockApp, type MockApp, type MockAppOptions } from "./mock-app.ts";
