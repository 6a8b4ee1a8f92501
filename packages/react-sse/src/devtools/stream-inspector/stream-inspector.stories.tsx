import type { Meta, StoryObj } from "@storybook/react-vite";
import { ordersStream } from "@tidings/contracts/orders";
import { encodeComment, encodeEvent } from "@tidings/wire";
import { expect, waitFor } from "storybook/test";
import { createFedTap } from "../../testing/tap-streams.ts";
import { createStreamTap, type StreamTap } from "../stream-tap.ts";
import { StreamInspector } from "./stream-inspector.tsx";

const [update] = ordersStream.events.order_status_update.samples.valid;
const [greeting] = ordersStream.greeting.event.samples.valid;
const address = ordersStream.path;
const hello = encodeEvent({ event: "connected", data: JSON.stringify(greeting), retry: 2_000 });
const updateAt = (position: number) =>
  encodeEvent({ event: "order_status_update", id: `k3:${position}`, data: JSON.stringify(update) });

/** A morning of the orders stream: what it brought, what cut it, and how it came back. */
async function morning(): Promise<StreamTap> {
  const fed = createFedTap();
  const first = await fed.open(`${address}?ticket=t-1`);
  await first.send(hello + updateAt(12));
  await first.send(encodeComment("ping"));
  await first.send('event: order_status_update\nid: k3:13\ndata: {"order_');
  await first.drop();
  await fed.fail(address);
  await fed.refuse(address, 503);
  const second = await fed.open(address, "k3:12");
  await second.send(hello + updateAt(13) + updateAt(14));
  await second.send(encodeComment("ping"));
  await second.send(encodeEvent({ data: '{"type":"connected"}' }));
  await second.send("data: no JSON at all\ndata: over two lines\ncolour: red\n\n");
  return fed.tap;
}

const meta = {
  title: "Devtools/StreamInspector",
  component: StreamInspector,
  // Each story makes its own; a tap made here would be shared by all.
  args: { tap: createStreamTap() },
  argTypes: { tap: { control: false } },
  render: (args, { loaded }) => <StreamInspector {...args} {...loaded} />,
} satisfies Meta<typeof StreamInspector>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Names, ids, data and comments as they came. */
export const Stream: Story = {
  loaders: [async () => ({ tap: await morning() })],
  play: async ({ canvas }) => {
    await expect(await canvas.findByText("1 stream open")).toBeVisible();
    await expect(canvas.getAllByText("id:", { exact: false }).length).toBeGreaterThan(1);
  },
};

/** Nothing was opened yet. */
export const Nothing: Story = {};

/** Every way in which a connection can fare, and half a block, which counts for nothing. */
export const EveryState: Story = {
  loaders: [
    async () => {
      const fed = createFedTap();
      await (await fed.open(address)).send(hello);
      await (await fed.open("/api/sse?conversationId=conv_1")).end();
      await (await fed.open("/events/stream?events=record.created,record.updated")).leave();
      await fed.refuse("/api/admin/stream/orders", 403);
      await fed.fail("/api/sse");
      const broken = await fed.open(`${address}?lastEventId=k3:12`);
      await broken.send(`${hello}event: order_status_update\ndata: {"ord`);
      await broken.drop();
      fed.wait("/api/sse?page=dashboard");
      return { tap: fed.tap };
    },
  ],
  play: async ({ canvas, userEvent }) => {
    for (const words of ["Open", "Ended by the server", "Closed by this page", "Refused, 403", "No response"]) {
      await expect(canvas.getByText(words)).toBeInTheDocument();
    }
    await userEvent.click(canvas.getByRole("button", { name: /Interrupted/ }));
    await expect(canvas.getByText(/The incomplete block was discarded/)).toBeVisible();
  },
};

/** Data that is JSON, indented to be read; the rest as it came. */
export const Pretty: Story = {
  loaders: [async () => ({ tap: await morning() })],
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Pretty" }));
    await expect(canvas.getAllByText(/\{\s+"order_id"/).length).toBeGreaterThan(0);
  },
};

/** One kind of event alone. */
export const Filtered: Story = {
  loaders: [async () => ({ tap: await morning() })],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.selectOptions(canvas.getByLabelText("Show"), "event: order_status_update");
    await expect(canvasElement.querySelectorAll("[data-slot=wire-block]")).toHaveLength(2);
  },
};

/** The picture is held, the stream goes on. */
export const Paused: Story = {
  loaders: [
    async () => {
      const fed = createFedTap();
      const stream = await fed.open(address);
      await stream.send(hello + updateAt(12));
      return { tap: fed.tap, stream };
    },
  ],
  render: (args, { loaded }) => <StreamInspector {...args} tap={loaded.tap} />,
  play: async ({ canvas, canvasElement, loaded, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Pause" }));
    await loaded.stream.send(updateAt(13) + updateAt(14));
    await expect(await canvas.findByText("Paused, 2 blocks since")).toBeVisible();
    await expect(canvasElement.querySelectorAll("[data-slot=wire-block]")).toHaveLength(2);
  },
};

/** More than is kept: the newest are in view, until someone scrolls up to read. */
export const Long: Story = {
  loaders: [
    async () => {
      const fed = createFedTap();
      const stream = await fed.open(address);
      await stream.send(hello + Array.from({ length: 1_000 }, (_, at) => updateAt(at)).join(""));
      return { tap: fed.tap, stream };
    },
  ],
  render: (args, { loaded }) => <StreamInspector {...args} tap={loaded.tap} />,
  play: async ({ canvas, loaded, userEvent }) => {
    const log = canvas.getByRole("region", { name: "What came over the wire" });
    const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 12;
    await waitFor(() => expect(log.querySelectorAll("li")).toHaveLength(200));
    await expect(atEnd()).toBe(true);
    log.scrollTop = 200;
    const follow = await canvas.findByRole("button", { name: "Jump to latest" });
    await loaded.stream.send(updateAt(1_000));
    await waitFor(() => expect(log).toHaveTextContent("k3:1000"));
    await expect(atEnd()).toBe(false);
    await userEvent.click(follow);
    await expect(atEnd()).toBe(true);
  },
};

export const RightToLeft: Story = { ...Stream, globals: { direction: "rtl" } };
