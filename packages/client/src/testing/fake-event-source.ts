/** As much of a native EventSource as the transport touches. */
export class FakeEventSource extends EventTarget {
  readonly url: string;
  readonly withCredentials: boolean;
  readyState = 0;
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;

  constructor(url: string, init: EventSourceInit) {
    super();
    this.url = url;
    this.withCredentials = init.withCredentials ?? false;
  }
  close() {
    this.readyState = 2;
  }
  opens() {
    this.readyState = 1;
    this.onopen?.(new Event("open"));
  }
  says(type: string, data: string, lastEventId = "") {
    const event = new MessageEvent(type, { data, lastEventId });
    this.dispatchEvent(event);
    if (type === "error") this.onerror?.(event);
  }
  fails(readyState: number) {
    this.readyState = readyState;
    this.onerror?.(new Event("error"));
  }
}
