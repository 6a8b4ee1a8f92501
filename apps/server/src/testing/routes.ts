import type { StreamFront } from "@tidings/express";
import type { Express, IRouter } from "express";
import { templateOf } from "./template-of.ts";

/** What Express keeps of a route or of a router that was mounted. */
type Layer = IRouter["stack"][number];

/** Every route that an application answers, `GET /api/orders/{id}`, in order of the alphabet and each once. */
export function servedRoutes(app: Express, { paths }: Pick<StreamFront, "paths">): readonly string[] {
  const routes = routesOf((app as unknown as { router: IRouter }).router.stack);
  return [...new Set([...routes, ...paths().map((path) => `GET ${templateOf(path)}`)])].sort();
}

function routesOf(stack: readonly Layer[]): readonly string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route !== undefined) {
      return route.stack.map(({ method }) => `${method.toUpperCase()} ${templateOf(route.path)}`);
    }
    return "stack" in handle ? routesOf((handle as unknown as IRouter).stack) : [];
  });
}

/** Every operation of an OpenAPI document, `GET /api/orders/{id}`, in order of the alphabet. */
export function documentedRoutes({ paths }: { readonly paths: Readonly<Record<string, object>> }): readonly string[] {
  return Object.entries(paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    .sort();
}
