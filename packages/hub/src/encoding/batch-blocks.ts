import { BATCH } from "@tidings/contracts";
import { encodeEvent } from "@tidings/wire";
import { FramedEvent } from "./framed-event.ts";
import { TextBlock } from "./text-block.ts";

/** Characters after which a batch ends and another begins; a larger event comes by itself (D15.3). */
const MAX_BATCH_LENGTH = 64 * 1024;

/**
 * The same with its neighbouring events put together into batches (D15.1, D15.2). What is no event, and an event without a
 * neighbour, stays as it is. Each event remains a block of its own within its batch (S16.2).
 */
export function batchBlocks(blocks: readonly TextBlock[]): readonly TextBlock[] {
  const gathered: TextBlock[] = [];
  let run: FramedEvent[] = [];
  let length = 0;
  const finish = () => {
    gathered.push(...(run.length > 1 ? asBatch(run) : run));
    run = [];
    length = 0;
  };
  for (const block of blocks) {
    const isEvent = block instanceof FramedEvent;
    if (!isEvent || length + block.text.length > MAX_BATCH_LENGTH) finish();
    if (isEvent) {
      run.push(block);
      length += block.text.length;
    } else {
      gathered.push(block);
    }
  }
  finish();
  return gathered;
}

/** One event that holds several; its id is the last of theirs, so that a reader goes on after all of them. */
function asBatch(events: readonly FramedEvent[]): TextBlock[] {
  const id = events.findLast((event) => event.id !== undefined)?.id;
  // The encoder ends the data line and the block with line breaks; they belong after the last entry.
  const head = encodeEvent({ event: BATCH, id, data: "[" }).slice(0, -2);
  return events.map((event, index) => {
    const before = index === 0 ? head : ",";
    const after = index === events.length - 1 ? "]\n\n" : "";
    return new TextBlock(before + entryOf(event) + after);
  });
}

function entryOf({ event, id }: FramedEvent): string {
  // A payload is JSON already; a line break can only stand between its tokens, and would end the data line.
  const data = event.data.replace(/[\r\n]/g, " ");
  const at = id === undefined ? "" : `,"id":${JSON.stringify(id)}`;
  return `{"event":${JSON.stringify(event.event)}${at},"data":${data}}`;
}
