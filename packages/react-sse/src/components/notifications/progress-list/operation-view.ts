/** What a bar shows of an operation. The `Operation` of `useOperations` is one. */
export interface OperationView {
  readonly id: string;
  /** What people call it. */
  readonly label: string;
  readonly status: "running" | "done" | "failed";
  /** 0 to 100. */
  readonly progress: number;
  /** The last thing said about it. */
  readonly message?: string | undefined;
}
