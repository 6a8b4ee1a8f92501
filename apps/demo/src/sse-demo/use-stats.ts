import { ClientError } from "@tidings/client";
import { getNotificationStats, type NotificationStats } from "@tidings/contracts/notifications";
import { useTidings } from "@tidings/react-sse";
import { useCallback, useEffect, useState } from "react";

/** Milliseconds between two looks at the statistics. */
export const REFRESH_MS = 5_000;

/** What is known of the statistics; older numbers stay when a look at them fails. */
export interface StatsState {
  readonly stats?: NotificationStats;
  readonly problem?: string;
}

/** `GET /api/sse/stats` every five seconds while the page is seen, and at once by `refresh`. */
export function useStats(enabled: boolean): StatsState & { refresh(): void } {
  const client = useTidings();
  const [state, setState] = useState<StatsState>({});
  const refresh = useCallback(async () => {
    if (!enabled) return;
    try {
      const { data } = await client.call(getNotificationStats, {});
      setState({ stats: data });
    } catch (error) {
      if (error instanceof ClientError) setState((before) => ({ ...before, problem: error.reason }));
    }
  }, [client, enabled]);
  useEffect(() => {
    if (!enabled) return;
    let cancel: () => void;
    const look = () => {
      if (!document.hidden) void refresh();
      cancel = client.host.setTimer(look, REFRESH_MS);
    };
    look();
    return () => cancel();
  }, [client, enabled, refresh]);
  return { ...state, refresh: useCallback(() => void refresh(), [refresh]) };
}
