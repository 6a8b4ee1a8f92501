/** Whoever your session says (Auth.js, Clerk, a cookie of your own). This example knows one person. */
export async function signedInUser(_request: Request): Promise<{ id: string; name: string }> {
  return { id: "ada", name: "Ada Lovelace" };
}
