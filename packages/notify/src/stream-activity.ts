import type { HubReport, LogEvent } from "@tidings/hub";

/** Counts what a hub reports of one stream, for statistics that open connections alone cannot give. */
export class StreamActivity {
  readonly #stream: string;
  #eventsOfClosed = 0;
  #lastEventTime: number | null = null;

  /** @param stream The stream's name. */
  constructor(stream: string) {
    this.#stream = stream;
  }

  /** Events handed to connections that are closed now. */
  get eventsOfClosed(): number {
    return this.#eventsOfClosed;
  }

  /** When the last event that was no `ping` went out, in milliseconds since 1970; null before the first. */
  get lastEventTime(): number | null {
    return this.#lastEventTime;
  }

  /** Takes every report of the hub. */
  observe(report: HubReport): void {
    if (report.type === "closed" && report.connection.stream.name === this.#stream) {
      this.#eventsOfClosed += report.connection.events;
    }
    if (report.type !== "sent") return;
    const news = ({ topic, event }: LogEvent) => event !== "ping" && topic.startsWith(`${this.#stream}/`);
    if (report.events.some(news)) this.#lastEventTime = Date.now();
  }
}
