import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fireEvent, fn } from "storybook/test";
import { MessageComposer } from "./message-composer.tsx";

const meta = {
  title: "Chat/MessageComposer",
  component: MessageComposer,
  args: { label: "Message to Grace", onSend: fn(), onText: fn(), onLeave: fn() },
} satisfies Meta<typeof MessageComposer>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Empty: Story = {
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.type(canvas.getByRole("textbox", { name: "Message to Grace" }), "  {Enter}");
    await userEvent.click(canvas.getByRole("button", { name: "Send" }));
    await expect(args.onSend).not.toHaveBeenCalled();
  },
};

/** Enter sends, Shift+Enter begins a line; the field is empty afterwards and still has the focus. */
export const Writing: Story = {
  play: async ({ args, canvas, userEvent }) => {
    const field = canvas.getByRole("textbox");
    await userEvent.type(field, "One{Shift>}{Enter}{/Shift}Two");
    await expect(args.onText).toHaveBeenLastCalledWith("One\nTwo");
    await userEvent.type(field, "{Enter}");
    await expect(args.onSend).toHaveBeenLastCalledWith("One\nTwo");
    await expect(field).toHaveValue("");
    await expect(field).toHaveFocus();
    await userEvent.type(field, "Three");
    await userEvent.click(canvas.getByRole("button", { name: "Send" }));
    await expect(args.onSend).toHaveBeenLastCalledWith("Three");
    await expect(field).toHaveFocus();
    field.blur();
    await expect(args.onLeave).toHaveBeenCalled();
  },
};

/** An Enter that chooses a word of an input method sends nothing. */
export const InputMethod: Story = {
  args: { defaultText: "にほんご" },
  play: async ({ args, canvas }) => {
    const field = canvas.getByRole("textbox");
    fireEvent.keyDown(field, { key: "Enter", isComposing: true });
    fireEvent.keyDown(field, { key: "Enter", keyCode: 229 });
    await expect(args.onSend).not.toHaveBeenCalled();
    fireEvent.keyDown(field, { key: "Enter" });
    await expect(args.onSend).toHaveBeenLastCalledWith("にほんご");
  },
};
export const Draft: Story = { args: { defaultText: "Half a line that was here before, and" } };
export const ManyLines: Story = { args: { defaultText: "A line\n".repeat(20) } };

/** Too long is kept, said, and not sent. */
export const TooLong: Story = {
  args: { defaultText: "Rather a lot to say at once", maxLength: 20 },
  play: async ({ args, canvas, userEvent }) => {
    await expect(canvas.getByRole("alert")).toHaveTextContent("7 characters too many");
    await userEvent.type(canvas.getByRole("textbox"), "{Enter}");
    await expect(args.onSend).not.toHaveBeenCalled();
    await expect(canvas.getByRole("textbox")).toHaveValue("Rather a lot to say at once");
  },
};
export const RightToLeft: Story = { args: { defaultText: "مرحبا!" }, globals: { direction: "rtl" } };
