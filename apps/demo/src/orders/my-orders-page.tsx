import type { Order } from "@tidings/contracts/orders";
import { useAnnouncer, useOrders } from "@tidings/react-sse";
import { ConnectionIndicator, OrderList, ReloadedIcon, WarningIcon } from "@tidings/react-sse/components";
import { UtensilsCrossed } from "lucide-react";
import { type ReactNode, useCallback, useRef, useState } from "react";
import { Page } from "../layout/page.tsx";
import { useUser } from "../session/use-user.ts";
import { changeFailed } from "../undecided-words.ts";
import { OrderForm } from "./order-form.tsx";

/** The user's own orders, live, and the menu to order more from. */
export function MyOrdersPage(): ReactNode {
  const { orders, older, status, error, connection, reload, loadOlder, reconnect, placeOrder, cancelOrder } =
    useOrders();
  const user = useUser();
  const announce = useAnnouncer();
  const [cancelling, setCancelling] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string>();
  const [isCardOpen, setCardOpen] = useState(false);
  const cardSwitch = useRef<HTMLButtonElement>(null);

  const onPlaced = (placed: Order) => {
    announce({ message: `${placed.order_code} was placed`, topic: "place-order" });
    // If the menu is folded away again, the focus goes to the button that unfolds it.
    if (cardSwitch.current?.checkVisibility()) cardSwitch.current.focus();
    setCardOpen(false);
  };

  const onCancel = useCallback(
    async (order: Order) => {
      setProblem(undefined);
      setCancelling((before) => [...before, order.id]);
      try {
        await cancelOrder(order.id);
      } catch (error) {
        setProblem(changeFailed(error, { thing: order.order_code, done: "cancelled" }));
      } finally {
        setCancelling((before) => before.filter((id) => id !== order.id));
      }
    },
    [cancelOrder],
  );

  return (
    <Page title="My orders" aside={<ConnectionIndicator status={connection} onReconnect={reconnect} />}>
      <div className="demo-desk">
        <div className="demo-desk-card">
          <button
            ref={cardSwitch}
            type="button"
            className="tidings-button demo-card-switch"
            data-variant={isCardOpen ? undefined : "primary"}
            aria-expanded={isCardOpen}
            aria-controls="order-card"
            onClick={() => setCardOpen(!isCardOpen)}
          >
            <UtensilsCrossed aria-hidden size="1em" />
            <span>{isCardOpen ? "Close the menu" : "New order"}</span>
          </button>
          <div id="order-card" data-open={isCardOpen}>
            <OrderForm key={user.id} userId={user.id} onPlace={placeOrder} onPlaced={onPlaced} />
          </div>
        </div>
        <div className="tidings-stack">
          {connection.freshness === "reloaded" && (
            <div className="tidings-notice" data-tone="warning">
              <ReloadedIcon />
              <p>Some updates were missed, so your orders were loaded again. What you see is current.</p>
            </div>
          )}
          <div className="demo-alerts" role="alert">
            {problem && (
              <div className="tidings-notice" data-tone="danger">
                <WarningIcon />
                <p>{problem}</p>
              </div>
            )}
          </div>
          <OrderList
            label="My orders"
            orders={orders}
            status={status}
            error={error?.reason}
            cancelling={cancelling}
            onCancel={onCancel}
            older={older}
            onLoadOlder={loadOlder}
            onRetry={reload}
          />
        </div>
      </div>
    </Page>
  );
}
