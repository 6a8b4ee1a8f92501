/** Whether something came about in time. */
export async function within(ms: number, wanted: Promise<unknown>): Promise<boolean> {
  const timeout = Promise.withResolvers<boolean>();
  const timer = setTimeout(timeout.resolve, ms, false);
  const won = await Promise.race([wanted.then(() => true), timeout.promise]);
  clearTimeout(timer);
  return won;
}
