import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createNotify } from "@tidings/notify";

/** One hub a process: the worker publishes to it, the stream is served from it. */
export const hub = createHub({ log: createMemoryLog() });
export const { notifyJobCompletion, updateOperationProgress } = createNotify(hub);
