import { afterEach, expect, it, vi } from "vitest";
import { createReporter } from "./reporter.ts";

const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
afterEach(() => warn.mockClear());

it("D22.2: what a listener throws goes to the process, once, and to nobody else", () => {
  const report = createReporter("onReport", () => {
    throw new Error("full disk");
  });
  for (const type of ["published", "sent"]) expect(() => report({ type })).not.toThrow();
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.stringContaining('onReport failed on a report of the type "published"'),
    expect.objectContaining({ code: "TIDINGS_REPORT_FAILED", detail: expect.stringContaining("full disk") }),
  );
});

it("D22.1: a listener that is async may reject", async () => {
  const report = createReporter("onReport", () => Promise.reject(new Error("later")));
  report({ type: "closed" });
  await Promise.resolve();
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('"closed"'), expect.anything());
});

it.each([undefined, null, Object.create(null)])("D22.1: a listener may throw %j", (thrown) => {
  const report = createReporter("onReport", () => {
    throw thrown;
  });
  expect(() => report({ type: "sent" })).not.toThrow();
  expect(warn).toHaveBeenCalledOnce();
});
