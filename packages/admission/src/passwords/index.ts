export { type Asker, createHashQueue, type HashQueue, type HashQueueOptions } from "./hash-queue.ts";
export { createPasswords, type PasswordCost, type Passwords } from "./passwords.ts";
