/**
 * How serious a finding is. `note` is something that cannot be improved; `error` means that events are lost or delayed.
 */
export type Level = "ok" | "note" | "warning" | "error";

/** What one check found. */
export interface Finding {
  readonly level: Level;
  readonly text: string;
  /** What to change, where something is wrong. */
  readonly fix?: string;
}

/** The fix if a proxy or middleware holds events back: how the usual proxies pass on each event at once. */
export const STOP_BUFFERING =
  "nginx: proxy_buffering off; and no text/event-stream in gzip_types. Caddy: no flush_interval, and name the types " +
  "that encode compresses. haproxy: no compression of text/event-stream. And no compressing middleware that does not flush";
/** The fix if a silent stream is cut: how the usual proxies wait longer for the next bytes. */
export const WAIT_LONGER =
  "nginx: proxy_read_timeout 75s; haproxy: timeout server and timeout client 75s; or a shorter heartbeat on the server";
