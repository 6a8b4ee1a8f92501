/** What a bar shows of an operation. The `Operation` of `useOperations` is one. */
export interface OperationView {
  readonly id: string;
  /** Its name for people. */
  readonly label: string;
  readonly status: "running" | "done" | "failed";
  /** 0 to 100. */
  readonly progress: number;
  /** The last message about it. */
  readonly message?: string | undefined;
}
