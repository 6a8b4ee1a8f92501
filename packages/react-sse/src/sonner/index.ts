export { EventToaster, type EventToasterProps } from "./event-toaster.tsx";
export { sonnerAdapter } from "./sonner-adapter.tsx";
