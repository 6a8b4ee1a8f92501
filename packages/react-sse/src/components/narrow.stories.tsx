import type { Meta, StoryObj } from "@storybook/react-vite";
import { sampleOrders } from "@tidings/contracts/orders";
import { expect } from "storybook/test";
import { everyComponent } from "../testing/every-component.tsx";
import { ConversationList } from "./chat/conversation-list/conversation-list.tsx";
import { MessageList } from "./chat/message-list/message-list.tsx";
import { ConnectionIndicator } from "./connection/connection-indicator/connection-indicator.tsx";
import { OrderList } from "./orders/order-list/order-list.tsx";
import { OrderStatusBadge } from "./orders/order-status-badge/order-status-badge.tsx";
import { RecordList } from "./records/record-list/record-list.tsx";

/** Every component, as wide as on the narrowest phone, with texts that have no place to break (C40). */
const meta = {
  title: "Foundations/Narrow",
  // Side by side they have the same landmarks; alone each is looked at in its own stories.
  parameters: { a11y: { test: "off" } },
} satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

const refused = { state: "closed", freshness: "stale", attempt: 1, retryAt: undefined } as const;

/** What has a place for words of the server's own, beside the components with values. */
const others: typeof everyComponent = {
  OrderStatusBadge: (text) => <OrderStatusBadge status={text} />,
  "OrderList that failed": (text) => <OrderList orders={[]} status="error" error={text} onRetry={() => {}} />,
  "OrderList that is out of date": (text) => (
    <OrderList orders={sampleOrders.slice(0, 1)} status="error" error={text} />
  ),
  "MessageList that failed": (text) => (
    <MessageList messages={[]} userId="ada" status="error" error={text} onReload={() => {}} />
  ),
  "ConversationList that failed": (text) => (
    <ConversationList conversations={[]} userId="ada" status="error" error={text} onOpen={() => {}} />
  ),
  "RecordList that failed": (text) => (
    <RecordList title={text} rows={[]} status="error" error={text} empty="None" onRetry={() => {}}>
      {() => null}
    </RecordList>
  ),
  "ConnectionIndicator that was refused": (text) => (
    <ConnectionIndicator
      status={{ ...refused, error: { code: "http", status: 403, errors: [text] } }}
      onReconnect={() => {}}
    />
  ),
};

function Narrow({ text, number }: { readonly text: string; readonly number: number }) {
  return Object.entries({ ...everyComponent, ...others }).map(([name, draw]) => (
    <div key={name} className="story-narrow" data-component={name}>
      {draw(text, "2026-02-26T05:00:00.000Z", number)}
    </div>
  ));
}

const fits: Story["play"] = async ({ canvasElement }) => {
  const boxes = [...canvasElement.querySelectorAll<HTMLElement>("[data-component]")];
  const found = boxes.flatMap((box) => sticksOut(box).map((what) => `${box.dataset.component}: ${what}`));
  await expect(found).toEqual([]);
};

export const LongAddress: Story = {
  render: () => <Narrow text={`https://example.com/${"an-address-without-a-space".repeat(8)}`} number={3} />,
  play: fits,
};
export const LongWord: Story = {
  render: () => <Narrow text={"W".repeat(199)} number={99_999} />,
  play: fits,
};
export const LongWordFromTheRight: Story = {
  globals: { direction: "rtl" },
  render: () => <Narrow text={"سلام".repeat(40)} number={99_999} />,
  play: fits,
};

/** Room that lists take back for the shadows and focus rings of what lies in them. */
const BLEED_PX = 8;

/** Words, pictures and buttons outside of the box that they are in, which no box of their own cuts off or scrolls. */
function sticksOut(box: HTMLElement): string[] {
  const { left, right } = box.getBoundingClientRect();
  const isOut = (rect: DOMRect) => rect.width > 1 && (rect.left < left - BLEED_PX || rect.right > right + BLEED_PX);
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const found: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (isCut(node, box) || ![...rectsOf(node)].some(isOut)) continue;
    found.push(
      node instanceof Element
        ? node.outerHTML.slice(0, 120)
        : `words in ${node.parentElement?.outerHTML.slice(0, 120)}`,
    );
  }
  return found;
}

function rectsOf(node: Node): Iterable<DOMRect> {
  if (node instanceof Element) return node.getClientRects();
  const range = document.createRange();
  range.selectNode(node);
  return range.getClientRects();
}

function isCut(node: Node, box: Element): boolean {
  for (let one = node.parentElement; one && one !== box; one = one.parentElement) {
    if (getComputedStyle(one).overflowX !== "visible") return true;
  }
  return false;
}
