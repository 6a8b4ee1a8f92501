import { sampleUsers } from "../../auth/user.ts";
import { authErrors } from "../../control/auth-errors.ts";
import { sampleOrders } from "../../orders/order.ts";
import { type ApiCase, fieldOf, refused } from "./api-case.ts";

const { ada } = sampleUsers;
const [received, preparing, out, delivered] = sampleOrders;
const codes = (...orders: readonly { readonly order_code: string }[]) => ({
  success: true,
  data: orders.map(({ order_code }) => ({ order_code })),
});
const notFound = refused("Order not found");
const forbidden = refused(authErrors[403]);
const statusOf = ({ id }: { readonly id: string }) => `PATCH /api/orders/${id}/status`;

/** What every server of the orders domain does, and every mock of one. */
export const ordersApiCases: readonly ApiCase[] = [
  {
    title: "orders come newest first and in pages; another's order is no place to begin from",
    steps: [
      { as: "ada", request: "GET /api/orders", status: 200, body: codes(received, preparing, out, delivered) },
      { as: "ada", request: "GET /api/orders?limit=1", status: 200, body: codes(received) },
      { as: "ada", request: `GET /api/orders?limit=2&before=${received.id}`, status: 200, body: codes(preparing, out) },
      { as: "ada", request: `GET /api/orders?before=${delivered.id}`, status: 200, body: codes() },
      { as: "grace", request: `GET /api/orders?before=${received.id}`, status: 404, body: notFound },
      { as: "ada", request: "GET /api/orders?before=nothing", status: 404, body: notFound },
    ],
  },
  {
    title: "S21: a page of none, of too many or of a word is refused, and so is a parameter that is not known",
    steps: ["limit=0", "limit=201", "limit=ten", "page=2", "scope=mine"].map((query) => ({
      as: "ada",
      request: `GET /api/orders?${query}`,
      status: 400,
      body: { success: false },
    })),
  },
  {
    title: "S3: everyone's orders are the admins'; to a stranger an order does not exist, by any route",
    steps: [
      { as: "ada", request: "GET /api/orders?scope=all", status: 403, body: forbidden },
      { as: "admin", request: "GET /api/orders?scope=all&limit=1", status: 200, body: { success: true } },
      { as: "grace", request: `GET /api/orders/${received.id}`, status: 404, body: notFound },
      { as: "grace", request: `POST /api/orders/${received.id}/cancel`, status: 404, body: notFound },
      { as: "grace", request: statusOf(received), send: { order_status: "Cancelled" }, status: 404, body: notFound },
      { as: "admin", request: "GET /api/orders/nothing", status: 404, body: notFound },
      { as: "admin", request: `GET /api/orders/${received.id}`, status: 200, body: { data: { id: received.id } } },
      { request: `GET /api/orders/${received.id}`, status: 401, body: refused(authErrors[401]) },
    ],
  },
  {
    title: "an order is placed for oneself, with its sum to the cent, and is on the first page",
    steps: [
      {
        as: "ada",
        request: "POST /api/orders",
        send: {
          address_id: "a-1",
          items: [
            { name: "Bun", qty: 3, unit_price: 0.1 },
            { name: "Loaf", qty: 1, unit_price: 19.99 },
          ],
        },
        status: 201,
        body: {
          success: true,
          message: "Order placed",
          data: { user_id: ada.id, total_qty: 4, final_amount: 20.29, order_status: "Order Received", revision: 1 },
        },
      },
      {
        as: "ada",
        request: "GET /api/orders?limit=1",
        status: 200,
        body: (placed) => ({ data: [fieldOf(placed, "data")] }),
      },
    ],
  },
  {
    title: "S21: an order without items, of too little, of half a cent or with a field too many is refused",
    steps: [
      [],
      [{ name: "Bun", qty: 0, unit_price: 1 }],
      [{ name: "Bun", qty: 1, unit_price: -1 }],
      [{ name: "Bun", qty: 1, unit_price: 0.005 }],
      [{ name: "Bun", qty: 1, unit_price: 1, gift: true }],
    ].map((items) => ({
      as: "ada",
      request: "POST /api/orders",
      send: { address_id: "a-1", items },
      status: 400,
      body: { success: false },
    })),
  },
  {
    title: "the owner cancels what is only received, and is refused afterwards",
    steps: [
      {
        as: "ada",
        request: `POST /api/orders/${received.id}/cancel`,
        status: 200,
        body: { data: { order_status: "Cancelled", revision: 2 }, message: "Order cancelled" },
      },
      {
        as: "ada",
        request: `POST /api/orders/${preparing.id}/cancel`,
        status: 403,
        body: refused("Order can no longer be cancelled"),
      },
      { as: "ada", request: `POST /api/orders/${received.id}/cancel`, status: 403, body: { success: false } },
    ],
  },
  {
    title: "an admin cancels an order that is being prepared",
    steps: [
      {
        as: "admin",
        request: `POST /api/orders/${preparing.id}/cancel`,
        status: 200,
        body: { data: { order_status: "Cancelled", revision: 2 }, message: "Order cancelled" },
      },
    ],
  },
  {
    title: "an owner sets no status but Cancelled; an admin any, and the same one again changes nothing",
    steps: [
      { as: "ada", request: statusOf(received), send: { order_status: "Preparing" }, status: 403, body: forbidden },
      { as: "ada", request: statusOf(preparing), send: { order_status: "Cancelled" }, status: 403, body: forbidden },
      { as: "ada", request: statusOf(received), send: { order_status: "Cancelled" }, status: 200 },
      {
        as: "admin",
        request: statusOf(received),
        send: { order_status: "Delivered" },
        status: 200,
        body: { data: { order_status: "Delivered", revision: 3 }, message: "Order status updated" },
      },
      {
        as: "admin",
        request: statusOf(received),
        send: { order_status: "Delivered" },
        status: 200,
        body: { data: { order_status: "Delivered", revision: 3 } },
      },
      {
        as: "admin",
        request: statusOf(received),
        send: { order_status: "Lost" },
        status: 400,
        body: { success: false },
      },
    ],
  },
];
