import type { Notify } from "../notify.ts";
import { SSEManager, type SSEManagerOptions } from "../sse-manager.ts";

const current = Symbol.for("@tidings/notify/global");

interface Kept {
  manager: SSEManager | undefined;
  /** What it was made with, and the next one will be. */
  options: SSEManagerOptions;
}

/**
 * Where the one manager is kept. Not in this module alone: bundlers load a module once for each route, and once more
 * after each change of it (Next.js does both), and all of them must speak to the same connections.
 */
const shared: typeof globalThis & { [current]?: Kept } = globalThis;

function kept(): Kept {
  shared[current] ??= { manager: undefined, options: {} };
  return shared[current];
}

/**
 * Says how the one manager is made that the functions of this entry use, as brief 003 writes it. Calling it is optional:
 * without it they make one with the defaults on first use. Called with the options that the manager has, it answers the
 * manager that there is, so that a module that is loaded again after a change cuts nobody off. Called with others, it
 * closes the former manager, whose clients come back by themselves, and starts anew.
 *
 * @throws HubError `invalid_options`, and then the former manager stays
 * @example initializeSSE({ pingInterval: 30000, clientTimeout: 60000, maxClients: 1000, enableLogging: true });
 */
export function initializeSSE(options: SSEManagerOptions = {}): SSEManager {
  const state = kept();
  if (state.manager !== undefined && !state.manager.destroyed && state.manager.hasOptions(options))
    return state.manager;
  const former = state.manager;
  const manager = new SSEManager(options);
  state.manager = manager;
  state.options = options;
  void former?.destroy();
  return manager;
}

/**
 * The one manager, for `createConnection`, `getStats` and `destroy`; made on first use. After `destroy()` the next use makes
 * another with the same options, so close the HTTP server before.
 */
export function getSSE(): SSEManager {
  const { manager, options } = kept();
  return manager === undefined || manager.destroyed ? initializeSSE(options) : manager;
}

/** Binds late: the manager may be made, and made anew, after this module is loaded. */
function late<Name extends keyof Notify>(name: Name): Notify[Name] {
  const call = (...args: readonly unknown[]) => Reflect.apply(getSSE().notify[name], undefined, args);
  return call as Notify[Name];
}

/** {@link Notify.broadcast} */
export const broadcast: Notify["broadcast"] = late("broadcast");
/** {@link Notify.notifyUser} */
export const notifyUser: Notify["notifyUser"] = late("notifyUser");
/** {@link Notify.notifyUsers} */
export const notifyUsers: Notify["notifyUsers"] = late("notifyUsers");
/** {@link Notify.notifyClients} */
export const notifyClients: Notify["notifyClients"] = late("notifyClients");
/** {@link Notify.systemNotification} */
export const systemNotification: Notify["systemNotification"] = late("systemNotification");
/** {@link Notify.realtimeUpdate} */
export const realtimeUpdate: Notify["realtimeUpdate"] = late("realtimeUpdate");
/** {@link Notify.progressUpdate} */
export const progressUpdate: Notify["progressUpdate"] = late("progressUpdate");
/** {@link Notify.successNotification} */
export const successNotification: Notify["successNotification"] = late("successNotification");
/** {@link Notify.errorNotification} */
export const errorNotification: Notify["errorNotification"] = late("errorNotification");
/** {@link Notify.notifyJobCompletion} */
export const notifyJobCompletion: Notify["notifyJobCompletion"] = late("notifyJobCompletion");
/** {@link Notify.updateOperationProgress} */
export const updateOperationProgress: Notify["updateOperationProgress"] = late("updateOperationProgress");
/** {@link Notify.announceSystemUpdate} */
export const announceSystemUpdate: Notify["announceSystemUpdate"] = late("announceSystemUpdate");
/** {@link Notify.notifyDataChange} */
export const notifyDataChange: Notify["notifyDataChange"] = late("notifyDataChange");
/** {@link Notify.notifyNewMessage} */
export const notifyNewMessage: Notify["notifyNewMessage"] = late("notifyNewMessage");
/** {@link Notify.notifyUserActivity} */
export const notifyUserActivity: Notify["notifyUserActivity"] = late("notifyUserActivity");
/** {@link Notify.notifyMetricsUpdate} */
export const notifyMetricsUpdate: Notify["notifyMetricsUpdate"] = late("notifyMetricsUpdate");
/** {@link Notify.emitRecordCreated} */
export const emitRecordCreated: Notify["emitRecordCreated"] = late("emitRecordCreated");
/** {@link Notify.emitRecordUpdated} */
export const emitRecordUpdated: Notify["emitRecordUpdated"] = late("emitRecordUpdated");
/** {@link Notify.emitNotification} */
export const emitNotification: Notify["emitNotification"] = late("emitNotification");
/** {@link Notify.emitSystemAlert} */
export const emitSystemAlert: Notify["emitSystemAlert"] = late("emitSystemAlert");
/** {@link Notify.emitPrescriptionStatusChanged} */
export const emitPrescriptionStatusChanged: Notify["emitPrescriptionStatusChanged"] = late(
  "emitPrescriptionStatusChanged",
);
/** {@link Notify.emitAppointmentReminder} */
export const emitAppointmentReminder: Notify["emitAppointmentReminder"] = late("emitAppointmentReminder");
/** {@link Notify.emitCustomEvent} */
export const emitCustomEvent: Notify["emitCustomEvent"] = late("emitCustomEvent");
/** {@link Notify.emitEvent} */
export const emitEvent: Notify["emitEvent"] = late("emitEvent");
