/**
 * Whether a Content-Type is `text/event-stream`, whatever its parameters: the essence compared, not a prefix (C3).
 *
 * @see WHATWG HTML 9.2.2, MIME Sniffing "MIME type essence"
 */
export function isEventStream(contentType: string | null): boolean {
  return contentType?.split(";", 1)[0]?.trim().toLowerCase() === "text/event-stream";
}
