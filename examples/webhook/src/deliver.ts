import { sign } from "./signature.ts";

/** Plays the sender: signs the body given on the command line and delivers it, under a given id or a new one. */
const [body = "", id = crypto.randomUUID()] = process.argv.slice(2);
const timestamp = String(Math.floor(Date.now() / 1000));
const signature = sign(process.env.WEBHOOK_SECRET ?? "", { id, timestamp, body });

const response = await fetch(`http://127.0.0.1:${process.env.PORT ?? 4002}/api/webhook`, {
  method: "POST",
  headers: { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature },
  body,
});
process.stdout.write(`${response.status} ${await response.text()}\n`);
