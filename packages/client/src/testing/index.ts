export { createFakeHost, type FakeHost, settle } from "./fake-host.ts";
export { createFakeServer, type FakeRequest, type FakeServer } from "./fake-server.ts";
export { notificationEvent, notificationsGreeting } from "./notification-events.ts";
export { greeting, orderUpdate } from "./sample-events.ts";
export { leftovers, nothing, type Rig, setUp } from "./set-up.ts";
