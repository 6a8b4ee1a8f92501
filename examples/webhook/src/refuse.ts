/** The answer to what is not taken, in words for whoever sent it. */
export function refuse(status: number, errors: readonly string[]): Response {
  return Response.json({ success: false, errors }, { status });
}
