import { act, cleanup, render } from "@testing-library/react";
import { type Rig, setUp } from "@tidings/client/testing";
import { sampleAdminOrders, sampleOrderCounts } from "@tidings/contracts/admin-orders";
import { sampleConversation } from "@tidings/contracts/chat";
import { sampleOrders } from "@tidings/contracts/orders";
import { sampleAppointment, samplePrescription, sampleRecord } from "@tidings/contracts/records";
import { StrictMode } from "react";
import { afterEach, expect, it } from "vitest";
import { TidingsProvider } from "./tidings-provider.tsx";
import { useAdminOrders } from "./use-admin-orders.ts";
import { useConversation } from "./use-conversation.ts";
import { useConversations } from "./use-conversations.ts";
import { useOrders } from "./use-orders.ts";
import { useRecords } from "./use-records.ts";

afterEach(cleanup);

const [order] = sampleOrders;
const [adminOrder] = sampleAdminOrders;

function Shows<Result>({ useResult, tell }: { readonly useResult: () => Result; tell(result: Result): void }) {
  tell(useResult());
  return null;
}

/** A page whose client is replaced by another, as when somebody else signs in: the functions it has from then on. */
async function replaceClient<Result>(useResult: () => Result, loaded: readonly object[]) {
  const [before, after] = [setUp(), setUp()];
  let latest: Result | undefined;
  const tell = (result: Result) => {
    latest = result;
  };
  const page = ({ client }: Rig) => (
    <StrictMode>
      <TidingsProvider client={client}>
        <Shows useResult={useResult} tell={tell} />
      </TidingsProvider>
    </StrictMode>
  );
  const { rerender } = render(page(before));
  await act(() => before.host.advance(0));
  await act(async () => {
    rerender(page(after));
    await after.host.advance(0);
  });
  const answer = (data: object) =>
    act(async () => {
      await after.server.last.answer(200, { success: true, data, position: "e:1" });
      await after.host.frame();
    });
  for (const data of loaded) await answer(data);
  const asked = before.server.requests.length;
  return {
    /** What the new client asks for when a function is called; the old one asks for nothing. */
    async asks(call: (result: Result) => unknown): Promise<string[]> {
      const known = after.server.requests.length;
      await act(async () => {
        Promise.resolve(call(latest ?? expect.unreachable())).catch(() => {});
        await after.host.advance(0);
      });
      expect(before.server.requests).toHaveLength(asked);
      return after.server.requests
        .slice(known)
        .map(({ method, url, init }) => `${method} ${url.pathname}${url.search} ${init.body ?? ""}`.trimEnd());
    },
    answer,
    drop: () => act(() => after.server.last.drop()),
  };
}

it("C12: with another client useOrders asks that one, whatever it is told to do", async () => {
  const orders = Array.from({ length: 51 }, (_, place) => ({ ...order, id: `o-${place}` }));
  const { asks, answer, drop } = await replaceClient(useOrders, [orders]);
  await drop();
  expect(await asks(({ reconnect }) => reconnect())).toEqual([expect.stringMatching("^GET /api/orders/stream")]);
  expect(await asks(({ loadOlder }) => loadOlder())).toEqual(["GET /api/orders?limit=101"]);
  await answer([]);
  expect(await asks(({ reload }) => reload())).toEqual(["GET /api/orders?limit=101"]);
  expect(await asks(({ cancelOrder }) => cancelOrder("o-1"))).toEqual(["POST /api/orders/o-1/cancel"]);
  expect(await asks(({ placeOrder }) => placeOrder({ address_id: "a", items: [] }))).toEqual([
    'POST /api/orders {"address_id":"a","items":[]}',
  ]);
});

it("C12: with another client useAdminOrders asks that one, whatever it is told to do", async () => {
  const open = Array.from({ length: 200 }, (_, place) => ({ ...adminOrder, id: `o-${place}` }));
  const done = open.map((each) => ({ ...each, id: `d-${each.id}`, status: "DELIVERED" }));
  const counts = sampleOrderCounts;
  const { asks, answer, drop } = await replaceClient(useAdminOrders, [
    { orders: open, next: "o-199", counts },
    { orders: done, next: "d-199", counts },
  ]);
  await drop();
  expect(await asks(({ reconnect }) => reconnect())).toEqual([expect.stringMatching("^GET /api/admin/stream/orders")]);
  expect(await asks(({ older, loadOlder }) => older.finished === "more" && loadOlder("finished"))).toEqual([
    expect.stringMatching("^GET /api/admin/orders"),
  ]);
  await answer({ orders: [], next: null, counts });
  await answer({ orders: [], next: null, counts });
  expect(await asks(({ reload }) => reload())).toEqual([expect.stringMatching("^GET /api/admin/orders")]);
  expect(await asks(({ setStatus }) => setStatus("o-1", "CONFIRMED"))).toEqual([
    'PATCH /api/orders/o-1/status {"order_status":"Preparing"}',
  ]);
});

it("C12: with another client useRecords asks that one, whatever it is told to do", async () => {
  const { asks } = await replaceClient(useRecords, []);
  expect(await asks(({ createRecord }) => createRecord({ title: "T" }))).toEqual(['POST /api/records {"title":"T"}']);
  expect(await asks(({ updateRecord }) => updateRecord(sampleRecord.id, { title: "T" }))).toEqual([
    `PATCH /api/records/${sampleRecord.id} {"title":"T"}`,
  ]);
  const { title, location, startsAt, remindMinutes } = sampleAppointment;
  expect(
    await asks(({ createAppointment }) => createAppointment({ title, location, startsAt, remindMinutes })),
  ).toEqual([`POST /api/appointments ${JSON.stringify({ title, location, startsAt, remindMinutes })}`]);
  expect(await asks(({ updateAppointment }) => updateAppointment("a-1", { remindMinutes }))).toEqual([
    `PATCH /api/appointments/a-1 {"remindMinutes":${remindMinutes}}`,
  ]);
  const { userId, medication, dosage } = samplePrescription;
  expect(await asks(({ prescribe }) => prescribe({ userId, medication, dosage }))).toEqual([
    `POST /api/prescriptions ${JSON.stringify({ userId, medication, dosage })}`,
  ]);
  expect(await asks(({ setPrescriptionStatus }) => setPrescriptionStatus("p-1", "ready"))).toEqual([
    'PATCH /api/prescriptions/p-1/status {"status":"ready"}',
  ]);
});

it("C12: with another client useConversations asks that one, whatever it is told to do", async () => {
  const { asks } = await replaceClient(useConversations, [[sampleConversation]]);
  expect(await asks(({ begin }) => begin(["grace"]))).toEqual([
    'POST /api/chat/conversations {"participantIds":["grace"]}',
  ]);
  expect(await asks(({ reload }) => reload())).toEqual([expect.stringMatching("^GET /api/chat/conversations")]);
});

it("C12: with another client useConversation asks that one, whatever it is told to do", async () => {
  const { conversationId } = sampleConversation;
  const { asks } = await replaceClient(() => useConversation({ conversationId, userId: "ada" }), [[]]);
  expect(await asks(({ send }) => send("Hello"))).toEqual([
    expect.stringMatching(
      `^POST /api/chat/messages {"conversationId":"${conversationId}","text":"Hello","clientMessageId":"`,
    ),
  ]);
});
