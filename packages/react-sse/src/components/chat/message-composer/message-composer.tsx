"use client";

import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { WarningIcon } from "../../shared/icons.tsx";
import { SendIcon } from "../chat-icons.tsx";

/** Props of {@link MessageComposer}. */
export interface MessageComposerProps {
  /** The field's name. Default "Message". */
  readonly label?: string | undefined;
  /** The text at first, for example a draft. */
  readonly defaultText?: string | undefined;
  /** The most characters of a message. Default 8,000. A longer text stays in the field and is not sent. */
  readonly maxLength?: number | undefined;
  readonly onSend: (text: string) => void;
  /** Called each time the text changes. */
  readonly onText?: ((text: string) => void) | undefined;
  /** Called when the field loses focus. */
  readonly onLeave?: (() => void) | undefined;
}

/**
 * The field in which a message is written. Enter sends, and Shift+Enter begins a new line. An Enter that chooses a word
 * of an input method does neither. The field grows with its text.
 *
 * @example <MessageComposer defaultText={getDraft()} onText={setDraft} onLeave={stopTyping} onSend={send} />
 */
export function MessageComposer({
  label = "Message",
  defaultText = "",
  maxLength = 8_000,
  onSend,
  onText,
  onLeave,
}: MessageComposerProps): ReactNode {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(defaultText);
  const isEmpty = text.trim() === "";
  const excess = text.length - maxLength;

  const send = () => {
    field.current?.focus();
    if (isEmpty || excess > 0) return;
    onSend(text.trim());
    setText("");
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Safari ends the composition before the key event. The key code is then 229.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form data-slot="message-composer" onSubmit={onSubmit}>
      <label className="tidings-visually-hidden" htmlFor={id}>
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        className="tidings-input"
        rows={1}
        dir="auto"
        value={text}
        placeholder="Write a message"
        aria-invalid={excess > 0}
        aria-describedby={`${id}-hint`}
        enterKeyHint="send"
        onChange={(event) => {
          setText(event.currentTarget.value);
          onText?.(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={onLeave}
      />
      <button type="submit" className="tidings-button" data-variant="primary" aria-disabled={isEmpty || excess > 0}>
        <SendIcon />
        <span>Send</span>
      </button>
      {excess > 0 ? (
        <p id={`${id}-hint`} className="tidings-field-error" data-slot="message-composer-hint" role="alert">
          <WarningIcon />
          <span>{`${excess === 1 ? "One character too many" : `${excess} characters too many`} to send at once`}</span>
        </p>
      ) : (
        <p id={`${id}-hint`} className="tidings-hint" data-slot="message-composer-hint">
          Enter to send, Shift+Enter for a new line
        </p>
      )}
    </form>
  );
}
