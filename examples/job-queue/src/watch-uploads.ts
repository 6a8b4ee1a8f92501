import type { Client } from "@tidings/client";
import { parse } from "@tidings/contracts";
import { jobCompletion, notificationsStream } from "@tidings/contracts/notifications";

/** An upload as a page shows it. */
export interface Upload {
  readonly state: "running" | "success" | "error";
  /** From 0 to 100. */
  readonly progress: number;
  readonly message: string;
}

/** A reader's side of it, for a page or a terminal: calls back with all uploads after each change of one. */
export function watchUploads(client: Client, onChange: (uploads: ReadonlyMap<string, Upload>) => void): () => void {
  const uploads = new Map<string, Upload>();
  const show = (fileId: string, upload: Upload) => {
    uploads.set(fileId, upload);
    onChange(uploads);
  };
  const stream = client.open(notificationsStream);

  stream.on("progress", ({ data: { operationId, progress, message = "" } }) => {
    // The end is the end: while a reader comes back, the stored end may overtake progress that is not stored.
    const known = uploads.get(operationId);
    if (known === undefined || known.state === "running") {
      show(operationId, { state: "running", progress, message });
    }
  });
  stream.on("notification", ({ data }) => {
    const completion = parse(jobCompletion, data);
    if (!completion.ok) return;
    const { jobId, result, message } = completion.data;
    const progress = result === "success" ? 100 : (uploads.get(jobId)?.progress ?? 0);
    show(jobId, { state: result, progress, message });
  });
  return () => stream.close();
}
