import type { TestServer } from "./start-server.ts";

/** Signs somebody in who opens the records' stream, of all events or of those named, and reads its greeting. */
export async function listenToRecords(server: TestServer, email: string, events?: string) {
  const token = await server.signIn(email);
  const reader = await server.open(`/events/stream?token=${token}${events === undefined ? "" : `&events=${events}`}`);
  return { token, reader, greeting: await reader.next() };
}
