import type { ReactNode } from "react";
import { type Minute, scaleTop } from "./activity.ts";

const WIDTH = 640;
const HEIGHT = 186;
const LEFT = 28;
const BOTTOM = 28;
const TOP = 20;
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** Orders and events of the last minutes: bars for people who see them, a table for screen readers. */
export function ActivityChart({ minutes }: { readonly minutes: readonly Minute[] }): ReactNode {
  const top = scaleTop(minutes);
  const step = (WIDTH - LEFT) / minutes.length;
  const y = (count: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / top);
  return (
    <figure className="desk-chart">
      <figcaption className="desk-legend">
        <span data-series="events">Events per minute</span>
        <span data-series="orders">Orders per minute</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
        {[0, top / 2, top].map((count) => (
          <g key={count}>
            <line data-part="grid" x1={LEFT} x2={WIDTH} y1={y(count)} y2={y(count)} />
            <text x={LEFT - 6} y={y(count) + 4} textAnchor="end">
              {count}
            </text>
          </g>
        ))}
        {minutes.map(({ at, orders, events }, index) => {
          const x = LEFT + index * step;
          return (
            <g key={at}>
              <rect data-series="events" x={x + 4} width={step - 8} y={y(events)} height={y(0) - y(events)} rx="2" />
              <rect data-series="orders" x={x + 9} width={step - 18} y={y(orders)} height={y(0) - y(orders)} rx="1" />
              {(minutes.length - 1 - index) % 5 === 0 && (
                <text x={x + step / 2} y={HEIGHT - 4} textAnchor={index === minutes.length - 1 ? "end" : "middle"}>
                  {index === minutes.length - 1 ? "now" : time.format(at)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <div className="tidings-visually-hidden">
        <table>
          <caption>{`Orders and events per minute, last ${minutes.length} minutes`}</caption>
          <thead>
            <tr>
              <th scope="col">Minute</th>
              <th scope="col">Orders</th>
              <th scope="col">Events</th>
            </tr>
          </thead>
          <tbody>
            {minutes
              .filter(({ orders, events }) => orders + events > 0)
              .map(({ at, orders, events }) => (
                <tr key={at}>
                  <th scope="row">{time.format(at)}</th>
                  <td>{orders}</td>
                  <td>{events}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
