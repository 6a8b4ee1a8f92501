import { sampleAdminOrders } from "../../admin-orders/admin-order.ts";
import { sampleUsers } from "../../auth/user.ts";
import { authErrors } from "../../control/auth-errors.ts";
import { type ApiCase, fieldOf, refused } from "./api-case.ts";

const { ada, grace } = sampleUsers;
const items = [{ name: "Loaf", qty: 3, unit_price: 19.99 }];
const submit = (userId: string, order: object) => ({ userId, order: { items, deliveryAddress: "a-1", ...order } });

/** What every server of the admins' orders does, and every mock of one. */
export const adminOrdersApiCases: readonly ApiCase[] = [
  {
    title: "S3: the lists of everyone's orders are for admins",
    steps: [
      { as: "ada", request: "GET /api/admin/orders", status: 403, body: refused(authErrors[403]) },
      { as: "ada", request: "GET /api/admin/orders/recent", status: 403, body: refused(authErrors[403]) },
      { request: "GET /api/admin/orders", status: 401, body: refused(authErrors[401]) },
    ],
  },
  {
    title: "a page has the orders of the asked statuses, the place of the next page, and the counts of all",
    steps: [
      {
        as: "admin",
        request: "GET /api/admin/orders?status=DELIVERED,CANCELLED",
        status: 200,
        body: { success: true, data: { next: null } },
      },
      { as: "admin", request: "GET /api/admin/orders?limit=2", status: 200, body: { success: true } },
      {
        as: "admin",
        request: (_, page) => `GET /api/admin/orders?limit=200&before=${fieldOf(page, "data", "next")}`,
        status: 200,
        body: (_, page) => ({ data: { next: null, counts: fieldOf(page, "data", "counts") } }),
      },
      {
        as: "admin",
        request: "GET /api/admin/orders?before=nothing",
        status: 404,
        body: refused("Order not found"),
      },
      { as: "admin", request: "GET /api/admin/orders?status=LOST", status: 400, body: { success: false } },
      { as: "admin", request: "GET /api/admin/orders?limit=0", status: 400, body: { success: false } },
    ],
  },
  {
    title: "an order is submitted for oneself, and an admin's for anyone who is there",
    steps: [
      {
        as: "ada",
        request: "POST /api/order/submit",
        send: submit(ada.id, { totalAmount: 59.97 }),
        status: 201,
        body: {
          message: "Order submitted",
          data: { userId: ada.id, totalAmount: 59.97, totalQty: 3, status: "PENDING", revision: 1 },
        },
      },
      {
        as: "admin",
        request: "POST /api/order/submit",
        send: submit(grace.id, {}),
        status: 201,
        body: { data: { userId: grace.id, totalAmount: 59.97 } },
      },
      {
        as: "ada",
        request: "POST /api/order/submit",
        send: submit(grace.id, {}),
        status: 403,
        body: refused(authErrors[403]),
      },
      {
        as: "ada",
        request: "POST /api/order/submit",
        send: submit("nobody", {}),
        status: 403,
        body: refused(authErrors[403]),
      },
      {
        as: "admin",
        request: "POST /api/order/submit",
        send: submit("nobody", {}),
        status: 404,
        body: refused("There is no such user"),
      },
    ],
  },
  {
    title: "an amount that the items do not come to is refused with the sum, and half a cent with its item",
    steps: [
      {
        as: "ada",
        request: "POST /api/order/submit",
        send: submit(ada.id, { totalAmount: 60 }),
        status: 400,
        body: refused("order.totalAmount is 60, and the items come to 59.97; leave it out or send the sum"),
      },
      {
        as: "ada",
        request: "POST /api/order/submit",
        send: submit(ada.id, { items: [{ name: "Crumb", qty: 1, unit_price: 0.005 }] }),
        status: 400,
        body: refused("order.items[0].unit_price must not have fractions of a cent"),
      },
    ],
  },
  {
    title: "what changed last comes first among the recent ones",
    steps: [
      {
        as: "admin",
        request: `PATCH /api/orders/${sampleAdminOrders.at(-1)?.id}/status`,
        send: { order_status: "Cancelled" },
        status: 200,
      },
      {
        as: "admin",
        request: "GET /api/admin/orders/recent?limit=1",
        status: 200,
        body: { data: [{ id: sampleAdminOrders.at(-1)?.id, status: "CANCELLED" }] },
      },
    ],
  },
];
