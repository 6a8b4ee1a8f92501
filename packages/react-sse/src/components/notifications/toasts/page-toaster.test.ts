import { expect, it } from "vitest";
import { addPageToaster, pageToaster } from "./page-toaster.ts";

it("C17.4: the toaster that came last shows the page's toasts, until it goes, in whatever order they go", () => {
  const show = () => {};
  const other = () => {};
  expect(pageToaster()).toBeUndefined();
  const removeFirst = addPageToaster(show);
  const removeOther = addPageToaster(other);
  const removeLast = addPageToaster(show);
  expect(pageToaster()).toBe(show);
  removeLast();
  removeLast();
  expect(pageToaster()).toBe(other);
  removeFirst();
  expect(pageToaster()).toBe(other);
  removeOther();
  expect(pageToaster()).toBeUndefined();
});
