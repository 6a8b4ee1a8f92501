import { Refusal } from "@tidings/admission";
import { ClientError, createClient } from "@tidings/client";
import { me } from "@tidings/contracts/auth";
import { dashboardOrders } from "../contract.ts";

/** Who a request to the API server is made for. */
export interface OnBehalf {
  readonly token?: string | undefined;
  /** The reader's address. The API server counts failed sign-ins by it, if it trusts this proxy. */
  readonly address?: string | undefined;
}

/** A client of the API server for one request of a browser. */
export function apiClient(apiUrl: string, { token, address }: OnBehalf) {
  return createClient({
    baseUrl: apiUrl,
    auth: { token: () => token },
    host: {
      fetch(url, init) {
        const headers = new Headers(init?.headers);
        if (address !== undefined) headers.set("X-Forwarded-For", address);
        return fetch(url, { ...init, headers });
      },
    },
  });
}

/**
 * Passes on the API server's answer. A refusal is passed on in its own words; if the API server cannot be reached, the
 * refusal says so.
 *
 * @throws Refusal
 */
export async function passOn<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const { code, status, errors, retryAfterMs } = error;
    if (code !== "http" || status === undefined || status >= 500) {
      throw new Refusal("bad_gateway", [dashboardOrders.errors[502]]);
    }
    const options = retryAfterMs === undefined ? {} : { retryAfter: Math.ceil(retryAfterMs / 1000) };
    throw new Refusal("refused_upstream", errors, { ...options, status });
  }
}

/**
 * Whether the API server still accepts a token as an admin's.
 *
 * @throws Refusal 502 if it cannot be reached
 */
export async function isStillAdmin(apiUrl: string, onBehalf: OnBehalf): Promise<boolean> {
  try {
    const { data } = await passOn(apiClient(apiUrl, onBehalf).call(me, {}));
    return data.role === "admin";
  } catch (error) {
    if (error instanceof Refusal && (error.status === 401 || error.status === 403)) return false;
    throw error;
  }
}
