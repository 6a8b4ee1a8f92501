import type { Client } from "@tidings/client";
import { sendDemoNotification } from "@tidings/contracts/notifications";
import { uniqueId } from "@tidings/contracts/unique-id";

/** An upload that never happens. */
export interface PretendedUpload {
  readonly userId: string;
  /** Of the file. */
  readonly name: string;
  /** Whether it breaks off on its way. Default false. */
  readonly fails?: boolean;
}

/** Milliseconds between two steps. */
const STEP_MS = 300;
const STEP = 5;
const FAILS_AT = 65;

/**
 * Makes the server send an upload's events as a job would: progress step by step, then success or an error.
 *
 * @throws ClientError as `client.call` does
 */
export async function pretendUpload(
  client: Pick<Client, "call" | "host">,
  { userId, name, fails = false }: PretendedUpload,
): Promise<void> {
  const operationId = `upload-${uniqueId(client.host)}`;
  const end = fails ? FAILS_AT : 100;
  for (let progress = 0; progress < end; progress += STEP) {
    const data = { operationId, progress, metadata: { name } };
    await client.call(sendDemoNotification, { body: { type: "progress", userId, message: "Uploading…", data } });
    await new Promise<void>((resolve) => client.host.setTimer(resolve, STEP_MS));
  }
  const body = fails
    ? ({ type: "error", message: `${name} was not uploaded: the disk is full` } as const)
    : ({ type: "success", message: `${name} was uploaded` } as const);
  await client.call(sendDemoNotification, { body: { ...body, userId, data: { operationId } } });
}
