import { defineEndpoint, defineEvent, defineStream } from "@tidings/contracts";
import * as z from "zod/mini";

/** A stranger's contract: tasks, with an endpoint of each kind. */
const task = z.object({ id: z.string(), title: z.string() });

export const listTasks = defineEndpoint({
  name: "listTasks",
  method: "GET",
  path: "/tasks",
  summary: "",
  access: "anyone",
  query: z.strictObject({ done: z.optional(z.enum(["yes", "no"])) }),
  data: z.object({ done: z.optional(z.string()) }),
});

export const createTask = defineEndpoint({
  name: "createTask",
  method: "POST",
  path: "/tasks",
  summary: "",
  access: "user",
  body: z.strictObject({ title: z.string().check(z.minLength(1)) }),
  status: 201,
  data: task,
  creates: true,
});

export const renameTask = defineEndpoint({
  name: "renameTask",
  method: "PATCH",
  path: "/tasks/:id",
  summary: "",
  access: "user",
  namesConnection: true,
  body: z.strictObject({ title: z.string() }),
  data: z.object({ id: z.string(), connectionId: z.optional(z.string()) }),
  errors: { 404: "There is no such task" },
});

export const replaceTask = defineEndpoint({
  name: "replaceTask",
  method: "PUT",
  path: "/tasks/:id",
  summary: "",
  access: "user",
  data: z.object({ id: z.string() }),
});

export const deleteTasks = defineEndpoint({
  name: "deleteTasks",
  method: "DELETE",
  path: "/tasks",
  summary: "",
  access: "admin",
  data: z.object({ by: z.string() }),
});

/** What changes the cookie, for anyone. */
export const signOut = defineEndpoint({
  name: "signOut",
  method: "POST",
  path: "/sign-out",
  summary: "",
  access: "anyone",
  data: z.object({}),
});

const task_moved = defineEvent({ schema: z.object({ id: z.string() }), delivery: { durable: true } });

export const tasksStream = defineStream({
  name: "tasks",
  path: "/tasks/stream",
  access: "user",
  query: z.strictObject({ board: z.optional(z.string()) }),
  events: { task_moved },
});

export const adminStream = defineStream({
  name: "admin",
  path: "/admin/stream",
  access: "admin",
  events: { task_moved },
});

export const openStream = defineStream({
  name: "open",
  path: "/open/stream",
  access: "anyone",
  events: { task_moved },
});
