import process from "node:process";

/**
 * Calls a listener so that whatever it does harms nobody (D22.1): what it throws, or a promise of its that rejects, is no
 * reason for a publication to fail, a reader to be cut or the process to end. The first failure is told as a warning of the
 * process; those after it would say the same.
 *
 * @param name What the warning calls the listener.
 */
export function createReporter<Report extends { readonly type: string }>(
  name: string,
  listener: ((report: Report) => unknown) | undefined,
): (report: Report) => void {
  if (listener === undefined) return () => {};
  let told = false;

  function fail(type: string, error: unknown) {
    if (told) return;
    told = true;
    // Anything may be thrown, even an object without a prototype, which cannot be converted to text.
    const why = error instanceof Error ? (error.stack ?? error.message) : `It threw ${thrown(error)}.`;
    process.emitWarning(`${name} failed on a report of the type "${type}". What it throws is ignored from now on.`, {
      type: "TidingsWarning",
      code: "TIDINGS_REPORT_FAILED",
      detail: why,
    });
  }

  return (report) => {
    try {
      const answer = listener(report);
      if (answer instanceof Promise) answer.catch((error: unknown) => fail(report.type, error));
    } catch (error) {
      fail(report.type, error);
    }
  };
}

function thrown(value: unknown): string {
  return typeof value === "string" ? value : `a value of the type ${value === null ? "null" : typeof value}`;
}
