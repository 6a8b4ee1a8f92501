export {
  createNotificationsMock,
  type NotificationsMock,
  type NotificationsMockOptions,
} from "./notifications-mock.ts";
export { type NotificationsScenarioName, notificationsScenarios } from "./scenarios.ts";
