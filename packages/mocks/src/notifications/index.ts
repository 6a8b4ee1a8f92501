export { type NotificationsScenarioName, notificationsScenarios } from "./scenarios.ts";
export { createNotificationsWorld, type NotificationsWorld, type NotificationsWorldOptions } from "./world.ts";
