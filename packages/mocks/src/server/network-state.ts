/** Which requests a refusal meets. */
export type RefusalScope = "everything" | "streams";

/** How requests fare on the way to a mock server and at its door. */
export type NetworkState =
  | { readonly kind: "up" }
  | { readonly kind: "offline" }
  | {
      /** Requests that change something are done, and their answers never arrive. */
      readonly kind: "losing answers";
      /** How many more answers are lost; Infinity until told otherwise. */
      readonly times: number;
    }
  | {
      readonly kind: "refusing";
      /** The status that is answered instead. */
      readonly status: number;
      /** Seconds named in `Retry-After`; undefined sends none. */
      readonly retryAfter: number | undefined;
      /** How many more requests are refused; Infinity until told otherwise. */
      readonly times: number;
      readonly scope: RefusalScope;
    };

/** What a refusal may say beside its status. */
export interface RefusalOptions {
  /** Seconds for `Retry-After`. Default: no such header. */
  readonly retryAfter?: number | undefined;
  /** Requests to refuse before all is well again. Default Infinity; 0 refuses none. */
  readonly times?: number | undefined;
  /** `streams` leaves endpoints alone. Default `everything`. */
  readonly scope?: RefusalScope | undefined;
}

/** The state after a request was refused, or its answer lost. */
export function afterOne(state: Extract<NetworkState, { readonly times: number }>): NetworkState {
  return state.times <= 1 ? { kind: "up" } : { ...state, times: state.times - 1 };
}
