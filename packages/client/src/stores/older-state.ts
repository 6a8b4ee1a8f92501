/** How what is older than what is shown stands: `none` where there is nothing older. */
export type OlderState = "none" | "more" | "loading" | "failed";
