/** What went wrong: words, or an error. Of a `ClientError` the reason is shown, because its message is for logs (C16.4). */
export type Problem = string | { readonly message: string; readonly reason?: string };

/** A {@link Problem} in words for people. */
export function reasonOf(problem: Problem | undefined): string | undefined {
  return typeof problem === "string" ? problem : (problem?.reason ?? problem?.message);
}
