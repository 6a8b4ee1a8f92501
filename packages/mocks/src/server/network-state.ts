/** Which requests are refused. */
export type RefusalScope = "everything" | "streams";

/** What happens to requests on the way to a mock server. */
export type NetworkState =
  | { readonly kind: "up" }
  | { readonly kind: "offline" }
  | {
      /** Requests that change something are carried out, and their answers never arrive. */
      readonly kind: "losing answers";
      /** How many more answers are lost; Infinity until `goOnline`. */
      readonly times: number;
    }
  | {
      readonly kind: "refusing";
      /** The status that is answered instead. */
      readonly status: number;
      /** Seconds named in `Retry-After`; undefined sends none. */
      readonly retryAfter: number | undefined;
      /** How many more requests are refused; Infinity until `goOnline`. */
      readonly times: number;
      readonly scope: RefusalScope;
    };

/** Options of a refusal. */
export interface RefusalOptions {
  /** Seconds for `Retry-After`. Default: no such header. */
  readonly retryAfter?: number | undefined;
  /** How many requests to refuse. Default Infinity; 0 refuses none. */
  readonly times?: number | undefined;
  /** `streams` leaves endpoints alone. Default `everything`. */
  readonly scope?: RefusalScope | undefined;
}

/** The state after one request was refused, or one answer lost. */
export function afterOne(state: Extract<NetworkState, { readonly times: number }>): NetworkState {
  return state.times <= 1 ? { kind: "up" } : { ...state, times: state.times - 1 };
}
