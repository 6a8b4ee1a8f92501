import type { Tone } from "@tidings/contracts";
import { type OrderStatus, orderStatusDisplay } from "@tidings/contracts/orders";
import {
  CancelledIcon,
  DeliveredIcon,
  type Icon,
  OutForDeliveryIcon,
  PreparingIcon,
  ReceivedIcon,
  UnknownIcon,
} from "../shared/icons.tsx";
import { asOrderStatus } from "./order-progress.ts";

const icons: Readonly<Record<OrderStatus, Icon>> = {
  "Order Received": ReceivedIcon,
  Preparing: PreparingIcon,
  "Out for Delivery": OutForDeliveryIcon,
  Delivered: DeliveredIcon,
  Cancelled: CancelledIcon,
};

/**
 * The contract's tone and this kit's icon of a status; a neutral tone and a question mark if the contract does not have
 * the status.
 */
export function orderStatusAppearance(status: string): { readonly tone: Tone; readonly Icon: Icon } {
  const known = asOrderStatus(status);
  return known ? { tone: orderStatusDisplay[known].tone, Icon: icons[known] } : { tone: "neutral", Icon: UnknownIcon };
}
