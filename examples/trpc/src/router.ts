import { initTRPC, TRPCError } from "@trpc/server";
import * as z from "zod/mini";
import { notifyUser } from "./hub.ts";
import { type User, updateUserProfile } from "./users.ts";

const t = initTRPC.context<{ readonly user: User | undefined }>().create();

const privateProcedure = t.procedure.use(({ ctx: { user }, next }) => {
  if (user === undefined) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first" });
  return next({ ctx: { user } });
});

const updateProfileSchema = z.object({ name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)) });

const userRouter = t.router({
  updateProfile: privateProcedure.input(updateProfileSchema).mutation(async ({ ctx, input }) => {
    const updatedUser = await updateUserProfile(ctx.user.id, input);

    // Every page that this user has open hears it, the one that asked for it too.
    notifyUser(ctx.user.id, {
      event: "profile_updated",
      data: { message: "Profile updated successfully", user: updatedUser },
    });

    return updatedUser;
  }),
});

export const appRouter = t.router({ user: userRouter });
export type AppRouter = typeof appRouter;
