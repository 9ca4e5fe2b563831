/** How far the engine is ahead of this page, in milliseconds: next to nothing, unless a test chose the moment. */
let ahead = 0;

/** What time it is for the engine. Ages and days are shown by it; what waits measures with the page's own clock. */
export function now(): number {
  return Date.now() + ahead;
}

/** Goes on from what the engine says the time is. */
export function follow(engine: number): void {
  ahead = engine - Date.now();
}
