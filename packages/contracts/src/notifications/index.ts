export { notificationsStream } from "./stream.ts";
