/** What the program refuses, in words for whoever called it. */
export class MutateError extends Error {
  override readonly name = "MutateError";
}
