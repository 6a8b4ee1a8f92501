import { createClient } from "@tidings/client";
import { watchUploads } from "./watch-uploads.ts";

/** Uploads a file as Ada and shows what becomes of it, over whatever happens to the connection. */
const baseUrl = `http://127.0.0.1:${process.env.PORT ?? 4003}`;
const client = createClient({ baseUrl, auth: { token: () => "token-of-ada" } });

watchUploads(client, (uploads) => {
  for (const [fileId, { state, progress, message }] of uploads) {
    process.stdout.write(`${fileId.slice(0, 8)} ${"#".repeat(progress / 5).padEnd(20)} ${state}: ${message}\n`);
  }
  if ([...uploads.values()].every(({ state }) => state !== "running")) client.close();
});
await fetch(`${baseUrl}/api/uploads`, { method: "POST", headers: { authorization: "Bearer token-of-ada" } });
