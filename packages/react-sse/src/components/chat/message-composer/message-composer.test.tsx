import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { MessageComposer, type MessageComposerProps } from "./message-composer.tsx";

afterEach(cleanup);

function show(props: Partial<MessageComposerProps> = {}) {
  const onSend = vi.fn();
  const onText = vi.fn();
  const onLeave = vi.fn();
  render(<MessageComposer onSend={onSend} onText={onText} onLeave={onLeave} {...props} />);
  const field = screen.getByRole<HTMLTextAreaElement>("textbox", { name: props.label ?? "Message" });
  const button = screen.getByRole("button", { name: "Send" });
  return { field, button, onSend, onText, onLeave };
}

const hintOf = (field: HTMLElement) =>
  document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent;

it("Enter sends what was typed, without blanks around, and empties the field", () => {
  const { field, onSend, onText } = show({ label: "Message to Grace" });
  fireEvent.change(field, { target: { value: " Hello! " } });
  expect(onText.mock.calls).toEqual([[" Hello! "]]);
  // What was handled does not begin a line as well.
  expect(fireEvent.keyDown(field, { key: "Enter" })).toBe(false);
  expect(onSend.mock.calls).toEqual([["Hello!"]]);
  expect(field.value).toBe("");
});

it("the button sends too, loads no page, and leaves the focus in the field", () => {
  const { field, button, onSend } = show({ defaultText: "Hello!" });
  button.focus();
  expect(fireEvent.submit(field.closest("form") ?? expect.unreachable())).toBe(false);
  expect(onSend.mock.calls).toEqual([["Hello!"]]);
  expect(document.activeElement).toBe(field);
});

it.each([
  ["Shift+Enter begins a line", { key: "Enter", shiftKey: true }],
  ["an Enter that chooses a word of an input method", { key: "Enter", isComposing: true }],
  ["the same as Safari tells it", { key: "Enter", keyCode: 229 }],
  ["another key", { key: "a" }],
])("sends nothing: %s", (_what, key) => {
  const { field, onSend } = show({ defaultText: "Hello!" });
  expect(fireEvent.keyDown(field, key)).toBe(true);
  expect(onSend).not.toHaveBeenCalled();
  expect(field.value).toBe("Hello!");
});

it.each(["", "  ", "\n"])("sends nothing where nothing was written: %j", (defaultText) => {
  const { field, button, onSend } = show({ defaultText });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  fireEvent.keyDown(field, { key: "Enter" });
  expect(onSend).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(field);
});

it("as much as there is room for is sent", () => {
  const { field, button, onSend } = show({ defaultText: "12345", maxLength: 5 });
  expect(button.getAttribute("aria-disabled")).toBe("false");
  expect(field.getAttribute("aria-invalid")).toBe("false");
  expect(hintOf(field)).toBe("Enter to send, Shift+Enter for a new line");
  expect(screen.queryByRole("alert")).toBeNull();
  fireEvent.keyDown(field, { key: "Enter" });
  expect(onSend.mock.calls).toEqual([["12345"]]);
});

it.each([
  ["123456", "One character too many to send at once"],
  ["1234567", "2 characters too many to send at once"],
])("more is kept, said, and not sent: %s", (defaultText, words) => {
  const { field, button, onSend } = show({ defaultText, maxLength: 5 });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect([screen.getByRole("alert").textContent, hintOf(field)]).toEqual([words, words]);
  fireEvent.keyDown(field, { key: "Enter" });
  expect(onSend).not.toHaveBeenCalled();
  expect(field.value).toBe(defaultText);
});

it("a message has 8,000 characters unless it is told otherwise", () => {
  show({ defaultText: "x".repeat(8_001) });
  expect(screen.getByRole("alert").textContent).toContain("One character");
});

it("tells that the field was left", () => {
  const { field, onLeave } = show();
  field.focus();
  field.blur();
  expect(onLeave).toHaveBeenCalledOnce();
});
