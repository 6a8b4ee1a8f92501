/** `/api/orders/:id` as an OpenAPI document writes it: `/api/orders/{id}`. */
export function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, "{$1}");
}
