import type { Access } from "@tidings/contracts";
import { type ComponentType, lazy } from "react";
import { MyOrdersPage } from "./orders/my-orders-page.tsx";

/** A page of the demo: its address, its words in the navigation, and who may see it. */
export interface PageEntry {
  readonly path: string;
  readonly label: string;
  readonly access: Access;
  readonly Page: ComponentType;
}

/** Every page behind the sign-in, in the order of the navigation. A new system of the demo is one more line here. */
export const pages: readonly PageEntry[] = [
  { path: "/", label: "My orders", access: "user", Page: MyOrdersPage },
  {
    path: "/admin",
    label: "All orders",
    access: "admin",
    Page: lazy(async () => ({ default: (await import("./admin-orders/admin-page.tsx")).AdminPage })),
  },
  {
    path: "/notifications",
    label: "Notifications",
    access: "user",
    Page: lazy(async () => ({ default: (await import("./notifications/notifications-page.tsx")).NotificationsPage })),
  },
  {
    path: "/sse-demo",
    label: "SSE demo",
    access: "user",
    Page: lazy(async () => ({ default: (await import("./sse-demo/sse-demo-page.tsx")).SSEDemoPage })),
  },
  {
    path: "/chat",
    label: "Chat",
    access: "user",
    Page: lazy(async () => ({ default: (await import("./chat/chat-page.tsx")).ChatPage })),
  },
  {
    path: "/records",
    label: "Records",
    access: "user",
    Page: lazy(async () => ({ default: (await import("./records/records-page.tsx")).RecordsPage })),
  },
];
