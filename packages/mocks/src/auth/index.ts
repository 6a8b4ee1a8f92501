export { createMockApp, type MockApp, type MockAppOptions } from "./mock-app.ts";
