import { notifyJobCompletion, updateOperationProgress } from "./hub.ts";

/** What the queue holds. */
export interface UploadJob {
  readonly userId: string;
  /** The job's name on the stream: another attempt is another job, and has another. */
  readonly fileId: string;
}

/** The work itself, one chunk of it. */
export type ProcessChunk = (percent: number) => Promise<void>;

/**
 * Works off one job and tells its user: progress as it comes, and in the end one lasting notification, whether it went
 * well or not. Progress is worth nothing once it is old and is not stored; the end reaches whoever was away, too.
 */
export async function processUpload({ userId, fileId }: UploadJob, processChunk: ProcessChunk): Promise<void> {
  try {
    for (let i = 0; i <= 100; i += 10) {
      await updateOperationProgress(fileId, userId, i, `Processing... ${i}%`);
      await processChunk(i);
    }
  } catch (error) {
    // What went wrong is for our log; a person is told what it means to them.
    process.emitWarning(error instanceof Error ? error : String(error));
    await notifyJobCompletion(fileId, userId, "error", { error: "The file could not be processed. Upload it again" });
    return;
  }
  await notifyJobCompletion(fileId, userId, "success", {
    result: "The file is ready",
    fileUrl: `/uploads/${fileId}.jpg`,
  });
}
